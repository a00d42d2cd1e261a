"""The index of a large bank is in several volumes: which practice is in which, what is made anew, what is found."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder import search_index, volumes
from site_builder.build import build
from site_builder.settings import Place
from site_builder.volumes import FIRST, language_of, number_of_volumes, tag_of, volume_of
from tests.search_bank import entry, make_bank, put_entry
from tests.sites import add_pages, digests
from tests.test_incremental import built_anew
from tests.test_words_found import ask, slugs

SLUGS = [f"practice-{number}" for number in range(2000)]


@pytest.mark.parametrize(
    ("practices", "number"), [(0, 1), (1, 1), (2500, 1), (2501, 2), (5001, 3), (10_000, 4), (10_001, 5)]
)
def test_there_is_a_volume_for_2500_practices(practices: int, number: int) -> None:
    assert number_of_volumes(practices) == number


@pytest.mark.parametrize("number", [1, 2, 4, 8])
def test_the_volumes_are_about_as_large(number: int) -> None:
    sizes = Counter(volume_of(slug, volumes=number) for slug in SLUGS)
    assert sorted(sizes) == [str(each) for each in range(number)]
    assert min(sizes.values()) > 0.8 * len(SLUGS) / number


@pytest.mark.parametrize("number", [3, 5, 6, 7])
def test_those_that_are_not_halved_yet_are_twice_as_large(number: int) -> None:
    sizes = Counter(volume_of(slug, volumes=number) for slug in SLUGS)
    halved = {str(each) for each in (*range(number - 4), *range(4, number))} if number > 4 else {"0", "2"}
    large = min(size for name, size in sizes.items() if name not in halved)
    assert len(sizes) == number
    assert max(sizes[name] for name in halved) < 0.7 * large


@pytest.mark.parametrize("number", range(1, 9))
def test_one_more_volume_takes_half_of_one(number: int) -> None:
    before = {slug: volume_of(slug, volumes=number) for slug in SLUGS}
    after = {slug: volume_of(slug, volumes=number + 1) for slug in SLUGS}
    moved = [slug for slug in SLUGS if before[slug] != after[slug]]
    (left,) = {before[slug] for slug in moved}
    assert {after[slug] for slug in moved} == {str(number)}
    assert 0.4 < len(moved) / sum(volume == left for volume in before.values()) < 0.6


@pytest.mark.parametrize("language", ["en", "de", "pt-BR"])
@pytest.mark.parametrize("volume", [FIRST, "1", "12"])
def test_a_tag_tells_its_language(language: str, volume: str) -> None:
    assert language_of(tag_of(language, volume)) == language
    assert (tag_of(language, volume) == language) == (volume == FIRST)


# --- real builds ------------------------------------------------------------------------------------------------------

LETTERS = "abcdefghijkl"
COMMON = ("light", "lamp")
QUESTIONS = (
    "light", "lamp", "lights", "lighthouse", "evenings", "parents light", "lamp week", "lampshades", "zebra",
    "lamp lighthousecn", '"light"', '"lamp" lighthousecn', *(f"lighthouse{letter}n" for letter in LETTERS),
)  # fmt: skip


def put_practices(place: Place) -> None:
    """Practices of which each has a word of its own that begins with a word of many."""
    for number, letter in enumerate(LETTERS):
        common = COMMON[number % 2]
        about = entry(f"Evenings at the lighthouse{letter}n", f"Where parents see the {common}.")
        put_entry(place.root, f"evening-{letter}", about, f"Twice a week, by the {common}.")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A bank of 17 practices."""
    made = add_pages(make_bank(tmp_path / "bank"))
    put_practices(made)
    return made


Divide = Callable[[int], None]


@pytest.fixture
def divide(monkeypatch: pytest.MonkeyPatch) -> Divide:
    """Let a volume hold so many practices."""
    return lambda practices: monkeypatch.setattr(volumes, "PRACTICES", practices)


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the volumes that Pagefind makes, as it makes them."""
    names: list[str] = []
    command = search_index._command

    def noted(texts: Path, folder: Path) -> list[str]:
        names.append(texts.name)
        return command(texts, folder)

    monkeypatch.setattr(search_index, "_command", noted)
    return names


@pytest.fixture
def site(place: Place, divide: Divide, tmp_path: Path, indexed: list[str]) -> Path:
    """The site of the bank, whose index is in four volumes. What is made of these from now on is noted."""
    divide(5)
    build(place, site_dir=tmp_path / "site")
    indexed.clear()
    return tmp_path / "site"


@pytest.mark.build
@pytest.mark.parametrize("language", ["en", "de"])
def test_several_volumes_find_what_one_finds(
    place: Place, divide: Divide, tmp_path: Path, language: str, indexed: list[str]
) -> None:
    build(place, site_dir=tmp_path / "one")
    divide(5)
    build(place, site_dir=tmp_path / "four")
    assert indexed == ["0", "0", "1", "2", "3"]
    one, four = (ask(tmp_path / name, language, *QUESTIONS) for name in ("one", "four"))
    for question in QUESTIONS:
        assert addresses(four[question]) == addresses(one[question]), question
    assert {slug for letter in LETTERS for slug in slugs(four[f"lighthouse{letter}n"])} == {
        f"evening-{letter}" for letter in LETTERS
    }


def addresses(found: list[dict[str, str]]) -> list[str]:
    return sorted(item["address"] for item in found)


@pytest.mark.build
def test_every_result_is_the_row_that_the_build_says(site: Path) -> None:
    for prefix, language in (("", "en"), ("de/", "de")):
        told = {name: read(site / prefix / "explore" / f"{name}.json") for name in ("words", "table")}
        rows = dict(zip(told["words"]["ids"], told["table"]["slugs"], strict=True))
        found = ask(site, language, "week")["week"]
        assert set(map(volume_in, rows)) == {"0", "1", "2", "3"}
        assert {item["id"]: item["address"].split("/")[-2] for item in found}.items() <= rows.items()
        assert len(found) >= len(LETTERS)


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def volume_in(name: str) -> str:
    """The volume of a result by its id."""
    return name.rpartition("_")[0].partition("-x-")[2] or FIRST


@pytest.mark.build
def test_the_programs_are_there_once(site: Path) -> None:
    folder = site / "pagefind"
    languages = read(folder / "pagefind-entry.json")["languages"]
    assert sorted(languages) == ["de", "de-x-1", "de-x-2", "de-x-3", "en", "en-x-1", "en-x-2", "en-x-3"]
    assert {tag: found["wasm"] for tag, found in languages.items()} == {tag: tag[:2] for tag in languages}
    assert {path.name for path in folder.glob("wasm.*")} == {
        "wasm.de.pagefind", "wasm.en.pagefind", "wasm.unknown.pagefind"
    }  # fmt: skip
    assert {path.name for path in folder.glob("*.pf_meta")} == {
        f"pagefind.{found['hash']}.pf_meta" for found in languages.values()
    }


@pytest.mark.build
def test_after_a_changed_text_only_its_volume_is_made_anew(
    place: Place, site: Path, tmp_path: Path, indexed: list[str]
) -> None:
    add_sentence(place, "evening-c")
    build(place, site_dir=site)
    assert indexed == [volume_of("evening-c", volumes=4)]
    assert digests(site, all_files=True) == built_anew(place, tmp_path / "clean")[0]


@pytest.mark.build
def test_a_volume_of_which_a_file_is_gone_is_made_anew(place: Place, site: Path, indexed: list[str]) -> None:
    before = digests(site, all_files=True)
    next((site / "pagefind" / "index").glob("en-x-2_*")).unlink()
    build(place, site_dir=site)
    assert indexed == ["2"]
    assert digests(site, all_files=True) == before


@pytest.mark.build
def test_a_bank_that_grows_gets_more_volumes_and_one_that_shrinks_fewer(
    place: Place, divide: Divide, tmp_path: Path, indexed: list[str]
) -> None:
    divide(9)
    build(place, site_dir=tmp_path / "site")
    indexed.clear()
    for number in range(2):
        put_entry(place.root, f"more-{number}", entry("One more", "Where more people meet."), "In the hall.")
    changed = {"0", "2", *(volume_of(f"more-{number}", volumes=3) for number in range(2))}
    for tags in (3, 2):
        build(place, site_dir=tmp_path / "site")
        if tags == 3:
            assert set(indexed) == changed
        languages = read(tmp_path / "site" / "pagefind" / "pagefind-entry.json")["languages"]
        assert len([tag for tag in languages if tag.startswith("en")]) == tags
        assert digests(tmp_path / "site", all_files=True) == built_anew(place, tmp_path / "clean")[0]
        (place.practices / "more-1.md").unlink(missing_ok=True)


def add_sentence(place: Place, slug: str) -> None:
    file = place.practices / f"{slug}.md"
    file.write_text(f"{file.read_text('utf-8')}\nOne more sentence.\n", "utf-8")
