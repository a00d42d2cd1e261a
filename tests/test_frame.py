"""The whole document of a generated page: nothing of Material's, nothing that nobody sees."""

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest

from site_builder.assemble import Assembly
from site_builder.headers import inline_scripts
from site_builder.pages import Page, Site, generate
from site_builder.pages.frame import Assets, Frame, _absolute, frame, tight

ASSETS = Assets(
    styles=("assets/material.css", "assets/ours.css"),
    scripts=("assets/before.js", "assets/bundle.js"),
    module="assets/ours.js",
    favicon="assets/icon.svg",
)


@pytest.fixture(scope="module", params=["en", "de"])
def site(request: pytest.FixtureRequest, assembly: Assembly) -> Site:
    return assembly.site(request.param)


@pytest.fixture(scope="module")
def home(site: Site) -> Page:
    return next(iter(generate(site)))


def around(site: Site, page: Page) -> Frame:
    return frame(site, page, assets=ASSETS, site_url="https://bank.example/", repo_url=None)


def test_a_document_loads_what_is_ours_and_nothing_of_materials(site: Site, home: Page) -> None:
    html = around(site, home).document("<h1>x</h1>")
    assert re.findall(r'(?:href|src)="[^"]*assets/(\w+\.\w+)"', html) == ["icon.svg", "ours.css", "ours.js"]


def test_the_parts_load_both_for_the_pages_that_use_material(site: Site, home: Page) -> None:
    parts = around(site, home)
    found = re.findall(r'(?:href|src)="[^"]*assets/(\w+\.\w+)"', parts.head + parts.scripts)
    assert found == ["icon.svg", "material.css", "ours.css", "before.js", "bundle.js", "ours.js"]


def test_a_document_is_whole_and_its_own_part_is_in_it_once(site: Site, home: Page) -> None:
    html = around(site, home).document('<h1 id="content">x</h1>')
    assert html.startswith(f'<!doctype html>\n<html lang="{site.code}">')
    assert html.endswith("</html>")
    assert (
        html.count('<main>\n<div class="pb-page pb-page--home">\n<h1 id="content">x</h1>\n</div>\n</main>')
        == 1
    )
    assert f'<a class="md-skip" href="#content">{site.language.text("skip_to_content")}</a>' in html


def test_every_page_has_the_same_inline_script_and_no_other(assembly: Assembly) -> None:
    sites = [assembly.site(code) for code in ("en", "de")]
    pages = [(site, page) for site in sites for page in list(generate(site))[:5]]
    scripts = {tuple(inline_scripts(around(site, page).document(page.html))) for site, page in pages}
    scripts |= {tuple(inline_scripts(around(site, page).first)) for site, page in pages}
    assert len(scripts) == 1
    assert len(scripts.pop()) == 1


def test_a_page_holds_no_more_than_it_shows_without_scripts(site: Site, home: Page) -> None:
    html = around(site, home).document(home.html)
    assert re.findall("<(?:dialog|template|symbol)", html) == []


def test_the_frame_changes_with_the_page_alone(site: Site, home: Page) -> None:
    one, other = (around(site, page) for page in (home, replace(home, title="Another")))
    assert one.head != other.head
    assert (one.header, one.footer, one.first, one.scripts) == (
        other.header,
        other.footer,
        other.first,
        other.scripts,
    )


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<p>\n    one\n\n\n    two\n</p>", "<p>\none\ntwo\n</p>"),
        ("<p>one   two</p>", "<p>one   two</p>"),
        ("<pre>\n  kept\n</pre>\n\n  <p>", "<pre>\n  kept\n</pre>\n<p>"),
        (
            "<p>\n  <pre class='x'>\n\n a</pre>\n  <pre>\n  b</pre>",
            "<p>\n<pre class='x'>\n\n a</pre>\n<pre>\n  b</pre>",
        ),
        ("<textarea>\n  a\n</textarea>", "<textarea>\n  a\n</textarea>"),
        ("<script>\n  a()\n</script>\n\n", "<script>\n  a()\n</script>\n"),
        ("<prefix>\n  a</prefix>", "<prefix>\na</prefix>"),
    ],
)
def test_only_what_nobody_sees_is_left_out(written: str, sent: str) -> None:
    assert tight(written) == sent


@pytest.mark.parametrize(
    "root", ["https://a.example/", "https://a.example", "https://a.example/b", "https://a.example/b/c/"]
)
@pytest.mark.parametrize("address", ["", "de/", "practices/x-y/", "de/topics/education/2/", "road/#stage"])
def test_an_absolute_address_is_what_a_browser_makes_of_it(root: str, address: str) -> None:
    assert _absolute(root, address) == urljoin(root, address)
