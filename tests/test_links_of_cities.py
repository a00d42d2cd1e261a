"""A city that an entry only names, as a place that took its practice over, has no page and so no link."""

from pathlib import Path

import pytest

from site_builder.assemble import assemble
from site_builder.load import write
from site_builder.pages import generate
from site_builder.settings import Place
from tests.small_bank import CAFE, CAFE_BODY, make_bank, put

ADOPTED = {"transfer": [{"adopted_by": "The library", "city": "at-vienna"}]}


@pytest.mark.parametrize("page", ["practices/language-cafe/", "adoption/"])
@pytest.mark.parametrize("has_practices", [True, False])
def test_a_city_is_a_link_where_it_has_a_page(tmp_path: Path, page: str, has_practices: bool) -> None:
    root = make_bank(tmp_path)
    put(root, "practices/language-cafe.md", write({**CAFE, **ADOPTED}, CAFE_BODY))
    if not has_practices:
        (root / "practices/garden.md").unlink()
    pages = {made.address: made.html for made in generate(assemble(Place(root)).site("en"))}
    assert "Vienna" in pages[page]
    assert ("cities/at-vienna/" in pages) == ("cities/at-vienna/" in pages[page]) == has_practices
