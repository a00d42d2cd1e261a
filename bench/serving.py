"""A small local web server: gzip for text, as servers do, connections that are kept, and a record of what was sent."""

import functools
import gzip
import http.server
import mimetypes
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")
"""Pagefind's own files are compressed already, and so are fonts."""
ALONE = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
"""Without them a browser does not say how much memory a page takes."""
PAUSE = 0.02
"""Seconds between two pieces of a page on a slow line: longer than a browser takes to show what it has."""
PATIENCE = 0.02
"""Seconds after which a server that is to stop notices that."""
HEAD = 300
"""About the bytes of the head of an answer; the same for every site, whatever its server adds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer."""

    path: str
    transferred: int
    """Bytes, compressed where a server would, with an estimate for the head."""
    raw: int
    """Bytes before compression."""
    at: float = field(default=0, compare=False)
    """When, in seconds since 1970: when a browser asked for it."""


@dataclass
class Server:
    """A site that is being served."""

    site: Path
    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    """In the order of the answers. Clear it before what you want to measure."""
    instead: Mapping[str, bytes] = field(default_factory=dict)
    """What is sent in the place of a file, by its path below the site."""
    same_as: Callable[[str], str] = lambda target: target
    """The address whose file is sent for an address."""
    piece: int | None = None
    """The bytes of a page that a slow line brings at least, before it pauses; None: all of it."""

    @functools.cache  # noqa: B019  lives as long as the site is served
    def body(self, path: Path) -> tuple[bytes, int, bool]:
        """What is sent of a file, its bytes before, and whether it is compressed."""
        content = self.instead.get(path.relative_to(self.site.resolve()).as_posix()) or path.read_bytes()
        if path.suffix not in COMPRESSED or self._is_slow(path):
            return content, len(content), False
        return gzip.compress(content, 6, mtime=0), len(content), True

    def __hash__(self) -> int:
        return id(self)

    def pieces(self, path: Path) -> Iterator[bytes]:
        """What is sent of a file, in the pieces in which the line brings it."""
        content, _, _ = self.body(path)
        start = 0
        while start < len(content):
            if start:
                time.sleep(PAUSE)
            end = self._end_of_piece(path, content, start)
            yield content[start:end]
            start = end

    def _end_of_piece(self, path: Path, content: bytes, start: int) -> int:
        """After a whole line: that half a word grows when the rest of it comes is nothing that a page could help."""
        if not self.piece or not self._is_slow(path):
            return len(content)
        return content.find(b"\n", start + self.piece - 1) + 1 or len(content)

    def _is_slow(self, path: Path) -> bool:
        return self.piece is not None and path.suffix == ".html"

    def file(self, target: str) -> Path | None:
        """The file of an address; None where there is none."""
        path = (self.site / unquote(urlsplit(self.same_as(target)).path).lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        return path if path.is_file() and path.is_relative_to(self.site.resolve()) else None


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for a server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, server: Server, *rest: object) -> None:
        self.site = server
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the file."""
        asked = time.time()
        path = self.site.file(self.path)
        if path is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body, raw, compressed = self.site.body(path)
        self.site.sent.append(Sent(urlsplit(self.path).path, len(body) + HEAD, raw, asked))
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in ALONE.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in self.site.pieces(path):
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Threads(http.server.ThreadingHTTPServer):
    """A browser opens several connections at once, and closes them when it likes."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: the browser has gone."""


@contextmanager
def serve(
    site: Path,
    *,
    instead: Mapping[str, bytes] | None = None,
    same_as: Callable[[str], str] = lambda target: target,
    piece: int | None = None,
) -> Iterator[Server]:
    """Serve a site on this machine alone."""
    server = Server(site, instead=instead or {}, same_as=same_as, piece=piece)
    threads = Threads(("127.0.0.1", 0), functools.partial(Handler, server))
    server.address = f"http://127.0.0.1:{threads.server_port}/"
    threading.Thread(target=threads.serve_forever, args=(PATIENCE,), daemon=True).start()
    try:
        yield server
    finally:
        threads.shutdown()
        threads.server_close()
