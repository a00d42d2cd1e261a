"""The headers of a built site: strict, and with the hashes of this very build."""

import base64
import hashlib
import re

import pytest

from site_builder.headers import (
    ASK_AGAIN,
    FOR_A_YEAR,
    HOSTS_FILE,
    NGINX_FILE,
    headers,
    headers_files,
    inline_scripts,
    script_hashes,
)

HTML = (
    "<p>x</p><script>one()</script><script src='a.js'></script>"
    '<script>one()</script><script type="application/json">{"a": 1}</script><script type=module>two()\n</script>'
)


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<script>a()</script>", ["a()"]),
        ("<SCRIPT>a()</SCRIPT>", ["a()"]),
        ("<script>\na()\n</script><script>b()</script>", ["\na()\n", "b()"]),
        ('<script src="a.js"></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script type="module">a()</script>', ["a()"]),
    ],
)
def test_only_scripts_that_run_in_the_page_are_inline(html: str, scripts: list[str]) -> None:
    assert list(inline_scripts(html)) == scripts


def test_every_inline_script_has_one_hash() -> None:
    assert script_hashes(HTML) == tuple(sorted([digest("one()"), digest("two()\n")]))


def test_nothing_inline_is_allowed_without_a_hash() -> None:
    policy = headers(script_hashes(HTML))["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert directives["style-src"] == "'self'"
    assert digest("one()") in directives["script-src"]
    assert not any(word in policy for word in ("http:", "https:", "*"))


def test_both_forms_hold_the_same_headers() -> None:
    files = headers_files(script_hashes(HTML))
    assert files[HOSTS_FILE].startswith("/*\n")
    for name, value in headers(script_hashes(HTML)).items():
        assert f"  {name}: {value}\n" in files[HOSTS_FILE]
        assert f'add_header {name} "{value}" always;\n' in files[NGINX_FILE]
    assert {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"} <= headers(()).keys()


ASSETS = {
    "/assets/fonts/a-font.woff2": True,
    "/assets/javascripts-1d3b2468/practice-bank.js": True,
    "/assets/stylesheets/practice-bank.css": True,
    "/assets/vendor/leaflet/leaflet.js": False,
    "/assets/javascripts/workers/search.js": False,
    "/practices/a-fund/": False,
    "/pagefind/pagefind.js": False,
}
"""Addresses, and whether what is there may be kept for a year: only where it never changes at this address."""


@pytest.mark.parametrize(("address", "is_kept"), ASSETS.items())
def test_both_forms_keep_what_never_changes(address: str, is_kept: bool) -> None:
    files = headers_files(())
    rules = re.findall(r"^(/\S+)\*\n  Cache-Control: (.+)$", files[HOSTS_FILE], re.MULTILINE)
    assert {value for _, value in rules} == {FOR_A_YEAR}
    assert any(address.startswith(start) for start, _ in rules) is is_kept
    pattern = re.search(r'uri ~ "(.+)"\)', files[NGINX_FILE])
    assert pattern and bool(re.search(pattern[1], f"/below{address}")) is is_kept


def test_everything_else_is_asked_for_again() -> None:
    nginx = headers_files(())[NGINX_FILE]
    assert nginx.index(f'set $practice_bank_cache "{ASK_AGAIN}"') < nginx.index(FOR_A_YEAR)
    assert nginx.endswith("add_header Cache-Control $practice_bank_cache;\n")
