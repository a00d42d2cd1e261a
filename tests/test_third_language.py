"""A third language is one folder of labels, and no change of code."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder.assemble import Assembly, assemble
from site_builder.labels import BUNDLED
from site_builder.pages import Page, generate
from site_builder.pages.frame import Assets, frame
from site_builder.search import build_index
from site_builder.settings import NotABank, Place
from tests.pages_bank import copy_bank
from tests.small_bank import replace

PREFIX = "fr·"
ASSETS = Assets(styles=(), scripts=(), module="", favicon="")


def prefixed(value: Any) -> Any:
    """The labels with a mark by which they are known on a page."""
    if isinstance(value, dict):
        return {key: prefixed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [prefixed(item) for item in value]
    return f"{PREFIX}{value}"


def write_french(place: Place) -> None:
    """The one new folder: the English labels, each with the mark."""
    folder = place.vocabulary / "fr"
    folder.mkdir()
    for name in ("topics", "target_groups", "stages"):
        terms = yaml.safe_load((place.vocabulary / "en" / f"{name}.yml").read_text("utf-8"))
        put(folder / f"{name}.yml", prefixed(terms))
    for name in ("interface", "terms"):
        labels = yaml.safe_load((BUNDLED / "en" / f"{name}.yml").read_text("utf-8"))
        put(folder / f"{name}.yml", prefixed({key: item for key, item in labels.items() if key != "locale"}))


def put(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = copy_bank(tmp_path_factory.mktemp("third") / "bank")
    replace(place.root / "bank.yml", "[en, de]", "[en, de, fr]")
    write_french(place)
    return place


@pytest.fixture(scope="module")
def trilingual(place: Place) -> Assembly:
    return assemble(place)


@pytest.fixture(scope="module")
def pages(trilingual: Assembly) -> dict[str, Page]:
    return {page.address: page for page in generate(trilingual.site("fr"))}


def test_no_entry_is_lost(trilingual: Assembly, assembly: Assembly) -> None:
    assert trilingual.left_out == ()
    assert trilingual.bank.practices.keys() == assembly.bank.practices.keys()


def test_every_page_exists_below_the_language(pages: dict[str, Page], assembly: Assembly) -> None:
    assert set(pages) == {f"fr/{page.address}" for page in generate(assembly.site("en"))}


def test_every_page_has_its_labels_in_the_language(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert PREFIX in page.html, address
        assert page.language == "fr"


def test_no_label_is_in_another_language(pages: dict[str, Page], trilingual: Assembly) -> None:
    english = trilingual.context.languages["en"].interface
    for key in ("key_figures", "facts", "on_this_page", "sources", "record", "explore"):
        found = [page.address for page in pages.values() if f">{english[key]}<" in page.html]
        assert found == [], key


def test_what_stands_around_a_page_is_in_the_language(pages: dict[str, Page], trilingual: Assembly) -> None:
    site = trilingual.site("fr")
    around = frame(site, pages["fr/"], assets=ASSETS, site_url="https://bank.example/", repo_url=None)
    assert f"{PREFIX}Search" in around.header
    assert f"{PREFIX}Browse" in around.footer
    for code, address in {"en": "", "de": "de/", "fr": "fr/"}.items():
        assert f'hreflang="{code}" href="https://bank.example/{address}"' in around.head


def test_every_page_leads_to_itself_in_every_language(pages: dict[str, Page], trilingual: Assembly) -> None:
    for address, page in pages.items():
        bare = address.removeprefix("fr/")
        everywhere = {"en": bare, "de": f"de/{bare}", "fr": f"fr/{bare}"}
        practice = bare.removeprefix("practices/").rstrip("/")
        is_practice = practice in trilingual.bank.practices and bare.startswith("practices/")
        codes = trilingual.bank.languages_of(practice) if is_practice else trilingual.bank.languages
        assert page.switch == everywhere
        assert page.alternates.items() <= {code: everywhere[code] for code in codes}.items()
        assert is_practice or page.alternates == everywhere


def test_the_other_languages_lead_to_it(trilingual: Assembly) -> None:
    for code in ("en", "de"):
        assert all(page.switch["fr"].startswith("fr/") for page in generate(trilingual.site(code)))


def test_numbers_dates_and_countries_are_french(pages: dict[str, Page], trilingual: Assembly) -> None:
    french = trilingual.context.languages["fr"]
    for slug, practice in trilingual.bank.practices.items():
        assert french.date(practice.posted) in pages[f"fr/practices/{slug}/"].html
    assert french.date(date(2024, 8, 31)) == "31 août 2024"
    assert french.country("DE") == "Allemagne"
    assert "Allemagne" in pages["fr/countries/de/"].title
    assert french.number(12345) == "12\N{NARROW NO-BREAK SPACE}345"


def test_an_entry_that_is_not_translated_says_so(pages: dict[str, Page], trilingual: Assembly) -> None:
    notice = str(trilingual.context.languages["fr"].interface["not_translated"]).partition("{")[0]
    for slug in trilingual.bank.practices:
        assert notice in pages[f"fr/practices/{slug}/"].html, slug


def test_entries_can_be_searched_in_it(trilingual: Assembly) -> None:
    index = build_index(trilingual.bank, languages=trilingual.context.languages)
    assert index.search("fr·Practice", language="fr").total > 0


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        (
            ("interface", "terms"),
            "The language fr has no labels yet: write vocabulary/fr/interface.yml, vocabulary/fr/terms.yml.",
        ),
        (("terms",), "The language fr has no labels yet: write vocabulary/fr/terms.yml."),
        (("topics",), "vocabulary/fr/topics.yml is missing. Every site language needs it."),
        (("target_groups",), "vocabulary/fr/target_groups.yml is missing. Every site language needs it."),
    ],
)
def test_what_is_missing_is_named(missing: tuple[str, ...], says: str, place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.root, tmp_path, dirs_exist_ok=True)
    for name in missing:
        (tmp_path / f"vocabulary/fr/{name}.yml").unlink()
    assert refused(tmp_path).endswith(says)


def test_without_the_folder_all_four_files_are_named(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.root, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "vocabulary/fr")
    message = refused(tmp_path)
    for name in ("interface", "terms", "topics", "target_groups"):
        assert f"vocabulary/fr/{name}.yml" in message


def test_a_label_that_was_forgotten_is_named(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.root, tmp_path, dirs_exist_ok=True)
    replace(tmp_path / "vocabulary/fr/interface.yml", "explore: ", "exploring: ")
    assert "vocabulary/fr/interface.yml: no label for explore (" in refused(tmp_path)


def refused(root: Path) -> str:
    with pytest.raises(NotABank) as caught:
        assemble(Place(root))
    return str(caught.value)
