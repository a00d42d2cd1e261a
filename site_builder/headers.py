"""The HTTP headers that a web server should send with a built site, with the hashes of its own inline scripts.

Written beside the pages as ``_headers``, which several hosts read, and as a snippet for nginx.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
NOT_RUN = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/", re.IGNORECASE)
HOSTS_FILE, NGINX_FILE = "_headers", "headers.nginx.conf"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def inline_scripts(html: str) -> Iterable[str]:
    """The text of every script of a page that a browser runs and that is not in a file of its own."""
    return (found["text"] for found in SCRIPT.finditer(html) if not NOT_RUN.search(found["attributes"]))


def script_hashes(site: Path) -> list[str]:
    """The Content-Security-Policy sources of all inline scripts of a built site, sorted."""
    texts = {text for page in site.rglob("*.html") for text in inline_scripts(page.read_text("utf-8"))}
    return sorted(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts
    )


def content_security_policy(hashes: Iterable[str]) -> str:
    """A policy that allows the site itself, these inline scripts and the search's WebAssembly, and nothing else."""
    directives: Mapping[str, tuple[str, ...]] = {
        "default-src": ("'none'",),
        "script-src": ("'self'", "'wasm-unsafe-eval'", *hashes),
        "style-src": ("'self'",),
        "img-src": ("'self'", "data:"),
        "font-src": ("'self'",),
        "connect-src": ("'self'",),
        "worker-src": ("'self'", "blob:"),
        "form-action": ("'self'",),
        "base-uri": ("'none'",),
        "frame-ancestors": ("'none'",),
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def headers(site: Path) -> dict[str, str]:
    """All headers for a built site."""
    return {"Content-Security-Policy": content_security_policy(script_hashes(site)), **FIXED}


def write_headers(site: Path) -> None:
    """Write the headers of a built site into it, in both forms."""
    found = headers(site)
    for_hosts = "".join(f"  {name}: {value}\n" for name, value in found.items())
    for_nginx = "".join(f'add_header {name} "{value}" always;\n' for name, value in found.items())
    (site / HOSTS_FILE).write_text(f"/*\n{for_hosts}", encoding="utf-8")
    (site / NGINX_FILE).write_text(for_nginx, encoding="utf-8")
