"""The style sheet is shorter than its parts, and says the same."""

import re

import pytest

from site_builder.style_sheet import PARTS, STYLES, shortened, style_sheet


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
    written = "".join((STYLES / f"{name}.css").read_text("utf-8") for name in PARTS)
    bare = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert re.sub(r"\s", "", style_sheet()) == re.sub(r"\s", "", bare)
