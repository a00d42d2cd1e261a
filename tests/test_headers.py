"""The headers of a built site: strict, and with the hashes of this very build."""

import base64
import hashlib
from pathlib import Path

import pytest

from site_builder.headers import HOSTS_FILE, NGINX_FILE, headers, inline_scripts, script_hashes, write_headers


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "de").mkdir()
    (tmp_path / "index.html").write_text(
        "<p>x</p><script>one()</script><script src='a.js'></script>", "utf-8"
    )
    (tmp_path / "de" / "index.html").write_text(
        '<script>one()</script><script type="application/json">{"a": 1}</script><script type=module>two()\n</script>',
        "utf-8",
    )
    return tmp_path


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


def test_every_inline_script_has_one_hash(site: Path) -> None:
    assert script_hashes(site) == sorted([digest("one()"), digest("two()\n")])


def test_nothing_inline_is_allowed_without_a_hash(site: Path) -> None:
    policy = headers(site)["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert directives["style-src"] == "'self'"
    assert digest("one()") in directives["script-src"]
    assert not any(word in policy for word in ("http:", "https:", "*"))


def test_both_forms_hold_the_same_headers(site: Path) -> None:
    write_headers(site)
    for_hosts, for_nginx = ((site / name).read_text("utf-8") for name in (HOSTS_FILE, NGINX_FILE))
    assert for_hosts.startswith("/*\n")
    for name, value in headers(site).items():
        assert f"  {name}: {value}\n" in for_hosts
        assert f'add_header {name} "{value}" always;\n' in for_nginx
    assert {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"} <= headers(site).keys()
