"""Live preview: the whole site, built again when an entry, a vocabulary, a template or a page changes."""

import errno
import logging
import socket
import tempfile
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from rich.console import Console

from .build import BuildFailed, build
from .diagnostics import as_text, visible_lines
from .plugin import watched
from .settings import NotABank, Place


def serve(place: Place, *, host: str, port: int, console: Console) -> None:
    """Serve the bank's site until it is interrupted. A build that fails is reported, and the last good site stays."""
    place.settings()
    _check_address(host, port)
    with tempfile.TemporaryDirectory(prefix="practice-bank-") as folder:
        site_dir = Path(folder) / "site"
        _rebuild(place, site_dir, console)
        server = LiveReloadServer(
            builder=lambda: _rebuild(place, site_dir, console), host=host, port=port, root=str(site_dir)
        )
        server.error_handler = lambda code: _error_page(site_dir, code)
        for path in watched(place):
            server.watch(str(path))
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        console.print(f"Look at it: {server.url}  (stop with Ctrl-C)", highlight=False)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()


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


def _rebuild(place: Place, site_dir: Path, console: Console) -> None:
    try:
        report = build(place, site_dir=site_dir, console=console)
    except (BuildFailed, NotABank) as error:
        message = f"Not built: {visible_lines(str(error))}"
        console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
        return
    console.print(as_text(report.diagnostics), end="", markup=False, highlight=False, soft_wrap=True)
    console.print(f"Built {report.pages} pages in {report.seconds:.1f} s", highlight=False)


def _error_page(site_dir: Path, code: int) -> bytes | None:
    page = site_dir / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
