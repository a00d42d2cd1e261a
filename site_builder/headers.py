"""The HTTP headers that a web server should send with a built site, with the hashes of its own inline scripts.

Written beside the pages as ``_headers``, which several hosts read, and as a snippet for nginx's ``server``. Both also
say what a browser may keep: for a year, the files whose address changes with what is in them.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
NOT_RUN = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/", re.IGNORECASE)
HOSTS_FILE, NGINX_FILE = "_headers", "headers.nginx.conf"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KEPT = ("/assets/fonts/", "/assets/javascripts-", "/assets/stylesheets/")
"""The beginnings of addresses that hold a digest of the file, or whose file never changes."""
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
NGINX_CACHE = f"""\
set $practice_bank_cache "{ASK_AGAIN}";
if ($uri ~ "({"|".join(KEPT)})") {{ set $practice_bank_cache "{FOR_A_YEAR}"; }}
add_header Cache-Control $practice_bank_cache;
"""


def inline_scripts(html: str) -> Iterable[str]:
    """The text of every script of a page that a browser runs and that is not in a file of its own."""
    return (found["text"] for found in SCRIPT.finditer(html) if not NOT_RUN.search(found["attributes"]))


def script_hashes(html: str) -> tuple[str, ...]:
    """The Content-Security-Policy sources of all inline scripts of a page, sorted."""
    return tuple(sorted({_source(text) for text in inline_scripts(html)}))


@cache
def _source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


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


def headers(hashes: Iterable[str]) -> dict[str, str]:
    """All headers for a site whose pages have these inline scripts."""
    return {"Content-Security-Policy": content_security_policy(sorted(set(hashes))), **FIXED}


def headers_files(hashes: Iterable[str]) -> dict[str, str]:
    """The headers of a site in both forms, by the names of the files that belong at its root."""
    found = headers(hashes)
    for_hosts = "".join(f"  {name}: {value}\n" for name, value in found.items())
    for_nginx = "".join(f'add_header {name} "{value}" always;\n' for name, value in found.items())
    kept = "".join(f"{start}*\n  Cache-Control: {FOR_A_YEAR}\n" for start in KEPT)
    return {HOSTS_FILE: f"/*\n{for_hosts}{kept}", NGINX_FILE: for_nginx + NGINX_CACHE}
