"""Live preview: the whole site, brought up to date when an entry, a vocabulary, a template or a page changes.

The page of a saved entry comes first, then all others that the change means anything for. The index of the search
follows behind them, and gives way when something changes again.
"""

import errno
import gc
import logging
import socket
import tempfile
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from rich.console import Console
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .ahead import pages_ahead
from .assemble import Assembly
from .build import BuildFailed, build, forget
from .diagnostics import as_text, visible_lines
from .plugin import watched
from .publish import put
from .search_renewal import SearchRenewal
from .settings import NotABank, Place
from .store import code_digest

CHANGES = frozenset({"created", "deleted", "modified", "moved"})
"""What happens to a file that may change the site. To be read is nothing of the kind."""


def serve(place: Place, *, host: str, port: int, console: Console) -> None:
    """Serve the bank's site until it is interrupted. A build that fails is reported, and the last good site stays."""
    place.settings()
    _check_address(host, port)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="practice-bank-")))
        preview = Preview(place, folder / "site", console)
        stack.callback(preview.close)
        preview.first()
        server = Server(renew=preview.renew, host=host, port=port, root=str(preview.site_dir))
        server.error_handler = preview.error_page
        for path in watched(place):
            server.watch(str(path))
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        console.print(f"Look at it: {server.url}  (stop with Ctrl-C)", highlight=False)
        stack.callback(server.shutdown)
        server.ask()
        server.serve()  # type: ignore[no-untyped-call]


class Server(LiveReloadServer):
    """MkDocs' server, told of changes by the system in place of looking for them twice a second."""

    def __init__(self, *, renew: Callable[[frozenset[Path]], bool], **options: Any) -> None:
        """``renew`` is given what has changed, and says whether there is more to do when that can be seen."""
        super().__init__(builder=self._renew, **options)
        self.observer = Observer()  # type: ignore[assignment]
        self._renew_with, self._changes = renew, set[Path]()

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Build anew when a file below this path changes, or the file itself."""
        watching = Path(path)
        folder = watching if watching.is_dir() else watching.parent
        handler = Changes(watching, self._changed)
        self._watched_paths[path] = 1
        self.observer.schedule(handler, str(folder), recursive=recursive and watching.is_dir())

    def ask(self) -> None:
        """Look for changes at the start: nobody was watching while the site was built for the first time."""
        self._changed(())

    def _changed(self, paths: Iterable[Path]) -> None:
        with self._rebuild_cond:
            self._changes.update(paths)
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _renew(self) -> None:
        with self._rebuild_cond:
            changes, self._changes = frozenset(self._changes), set()
        if self._renew_with(changes):
            self._changed(())


class Changes(FileSystemEventHandler):
    """Tells when the path, or something below it, becomes another."""

    def __init__(self, path: Path, tell: Callable[[Iterable[Path]], None]) -> None:
        self._path, self._tell = path, tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of it if it is a change."""
        names = [Path(str(name)) for name in (event.src_path, event.dest_path) if name]
        within = [name for name in names if name.is_relative_to(self._path)]
        if event.event_type in CHANGES and not event.is_directory and within:
            self._tell(within)


@dataclass
class Preview:
    """A site that follows its bank."""

    place: Place
    site_dir: Path
    console: Console
    _search: SearchRenewal | None = field(default=None, init=False)
    _last: Assembly | None = field(default=None, init=False)
    """What the bank held when it was last built."""

    def first(self) -> None:
        """Build the whole site."""
        self._build(search=True)

    def renew(self, changed: Collection[Path]) -> bool:
        """Show the pages of saved entries; where there are none, bring all pages up to date, and then the search.

        Says whether there is more to do.
        """
        self._stop_search()
        if self._show(changed):
            return True
        code_digest.cache_clear()  # a template may be what has changed
        self._build(search=False)
        return False

    def _show(self, changed: Collection[Path]) -> bool:
        """Whether there is a page ahead of the build."""
        pages = pages_ahead(self._last, sorted(changed)) if self._last else []
        try:
            put(pages, self.site_dir)
        except OSError:
            return False  # the build that comes now says why
        for page in pages:
            shown = page.path.removesuffix("index.html")
            self.console.print(f"Shown: {shown}", markup=False, highlight=False, soft_wrap=True)
        return bool(pages)

    def _stop_search(self) -> None:
        if self._search:
            self._search.give_up()
        self._search = None

    def close(self) -> None:
        """Forget the site, which nobody will look at again."""
        self._stop_search()
        forget(self.place, self.site_dir)

    def _build(self, *, search: bool) -> None:
        """Bring the pages up to date, and the search behind them. What is wrong with the bank is said."""
        try:
            report = build(
                self.place, site_dir=self.site_dir, console=self.console, search=search, before=self._last
            )
        except (BuildFailed, NotABank) as error:
            message = f"Not built: {visible_lines(str(error))}"
            self.console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
            return
        if not report.assembly:  # nothing has changed
            return
        self._last = report.assembly
        self.console.print(as_text(report.diagnostics), end="", markup=False, highlight=False, soft_wrap=True)
        said = f"{report.pages} pages, {report.written} of them new or changed, in {report.seconds:.1f} s"
        self.console.print(f"Built {said}", highlight=False)
        if report.unsearched:
            self._search = SearchRenewal(
                report.unsearched, report.assembly, site_dir=self.site_dir, failed=self._search_failed
            )
        del report
        gc.collect()  # what the bank held before goes now: else it would wait until there is much more of it

    def _search_failed(self, reason: str) -> None:
        message = f"Search not renewed: {visible_lines(reason)}"
        self.console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)

    def error_page(self, code: int) -> bytes | None:
        """What the site shows for an address at which there is nothing."""
        page = self.site_dir / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def _check_address(host: str, port: int) -> None:
    """Say at once, rather than after a build, that nothing can be served there."""
    try:
        socket.getaddrinfo(host, port)
        socket.create_server((host, port)).close()
    except socket.gaierror as error:
        raise BuildFailed(
            f"There is no host '{host}'. Leave out --host, or write 0.0.0.0 for all networks."
        ) from error
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = f"Port {port} is taken." if taken else f"Nothing can be served at {host}:{port}."
        raise BuildFailed(f"{reason} Try --port {port + 1}." if taken else reason) from error
