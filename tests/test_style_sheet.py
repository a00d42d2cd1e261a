"""The style sheet is shorter than its parts, and says the same."""

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from site_builder.assemble import Assembly
from site_builder.pages import generate
from site_builder.pages.frame import Assets, frame, not_found
from site_builder.pages.later import later
from site_builder.style_sheet import ICONS, PARTS, STYLES, icons, shortened, style_sheet

SCRIPTS = Path(__file__).parent.parent / "site_builder/theme/assets/javascripts"
ASSETS = Assets(styles=("a.css",), scripts=(), module="b.js", favicon="c.svg")
DRAWINGS = sorted(path.stem for path in ICONS.glob("*.svg"))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a {\n  color: red;\n}\n", "a {\ncolor: red;\n}\n"),
        ("/* why */\na {}\n\n\n/* and\n why */ b {}\n", "a {}\nb {}\n"),
        ("a::after {\n  content: \"/* \\n  */\";\n}", "a::after {\ncontent: \"/* \\n  */\";\n}\n"),
        ("a,\nb > c {\n  margin: 0\n    auto;\n}", "a,\nb > c {\nmargin: 0\nauto;\n}\n"),
        ("a { width: calc(1px + 2px); }", "a { width: calc(1px + 2px); }\n"),
    ],
)  # fmt: skip
def test_only_what_its_authors_read_is_left_out(written: str, sent: str) -> None:
    assert shortened(written) == sent


def test_every_part_is_sent_in_its_order() -> None:
    assert sorted(PARTS) == sorted(path.stem for path in STYLES.glob("*.css"))
    sheet = style_sheet()
    places = [sheet.index(shortened((STYLES / f"{name}.css").read_text("utf-8")).strip()) for name in PARTS]
    assert places == sorted(places)


def test_no_rule_is_lost() -> None:
    written = icons() + "".join((STYLES / f"{name}.css").read_text("utf-8") for name in PARTS)
    bare = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert re.sub(r"\s", "", style_sheet()) == re.sub(r"\s", "", bare)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_in_the_sheet_as_it_is_in_its_file(name: str) -> None:
    found = re.findall(
        rf'^--pb-icon-{name}: url\("data:image/svg\+xml,([^"<>#]+)"\);$', style_sheet(), re.MULTILINE
    )
    assert [unquote(text) for text in found] == [(ICONS / f"{name}.svg").read_text("utf-8").strip()]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_of_shapes_alone(name: str) -> None:
    tree = ElementTree.fromstring((ICONS / f"{name}.svg").read_text("utf-8"))
    shapes = {item.tag.removeprefix("{http://www.w3.org/2000/svg}") for item in tree.iter()}
    assert shapes <= {"svg", "g", "path", "circle", "rect"}
    assert "viewBox" in tree.attrib


def test_what_pages_show_is_drawn_and_what_is_drawn_is_shown(assembly: Assembly) -> None:
    site = assembly.site("en", edit_address=lambda path: f"https://forge.example/{path}")
    around = frame(site, not_found(site), assets=ASSETS, site_url=None, repo_url=None).document("")
    html = "".join(
        (*(page.html for page in generate(site)), around, later(site, folder="assets/javascripts/"))
    )
    shown = set(re.findall(r"pb-icon pb-icon--([\w-]+)", html))
    assert shown <= set(DRAWINGS)
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS.rglob("*.js"))
    styles = "".join(path.read_text("utf-8") for path in STYLES.glob("*.css"))
    asked = {name for name in DRAWINGS if f'"{name}"' in scripts or f"var(--pb-icon-{name})" in styles}
    assert set(DRAWINGS) == shown | asked
