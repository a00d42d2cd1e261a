"""The generator of synthetic banks: valid entries, and the same bytes for the same seed."""

import hashlib
from pathlib import Path

import pytest

from bench.bank import ROOT, NotEmpty, write_bank
from bench.places import towns
from bench.words import Words
from site_builder.assemble import Assembly, assemble
from site_builder.diagnostics import Severity
from site_builder.settings import Place

ENTRIES = 20


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return write_bank(tmp_path_factory.mktemp("synthetic") / "bank", entries=ENTRIES, translated=0.5)


@pytest.fixture(scope="module")
def synthetic(place: Place) -> Assembly:
    return assemble(place)


def digests(place: Place) -> dict[str, str]:
    files = sorted(path for path in place.root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {
        str(path.relative_to(place.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_every_entry_is_valid(synthetic: Assembly) -> None:
    assert [str(item) for item in synthetic.diagnostics if item.severity is not Severity.ADVICE] == []
    assert len(synthetic.bank.practices) == ENTRIES


def test_some_entries_are_translated(synthetic: Assembly) -> None:
    translated = [slug for slug in synthetic.bank.practices if "de" in synthetic.bank.languages_of(slug)]
    assert 0 < len(translated) < ENTRIES


def test_the_same_seed_gives_the_same_bytes(place: Place, tmp_path: Path) -> None:
    assert digests(write_bank(tmp_path, entries=ENTRIES, translated=0.5)) == digests(place)


def test_another_seed_gives_another_bank(place: Place, tmp_path: Path) -> None:
    other = write_bank(tmp_path, entries=ENTRIES, seed=2)
    names = [{path.name for path in bank.practices.iterdir()} for bank in (place, other)]
    assert len(names[0] & names[1]) < 3


def test_entries_are_as_long_as_real_ones(place: Place) -> None:
    sizes = [len(path.read_bytes()) for path in place.practices.glob("*[0-9].md")]
    assert 6_000 < sum(sizes) / len(sizes) < 8_500


def test_entries_differ_in_all_that_readers_choose_by(tmp_path: Path) -> None:
    practices = assemble(write_bank(tmp_path, entries=120)).bank.practices.values()
    assert len({practice.city for practice in practices}) > 20
    assert len({practice.status for practice in practices}) >= 4
    assert len({practice.evidence for practice in practices}) == 5
    assert len({item.level for practice in practices for item in practice.funding}) >= 6
    assert len({topic for practice in practices for topic in practice.topics}) > 10
    assert len({practice.title for practice in practices}) > 110


def test_a_bank_can_have_one_language(tmp_path: Path) -> None:
    bank = assemble(write_bank(tmp_path, entries=3, languages=("en",), translated=1)).bank
    assert bank.languages == ("en",)
    assert len(bank.practices) == 3


def test_places_differ_and_lie_on_the_globe() -> None:
    found = towns(1, 3_000)
    assert len({town.key for town in found}) == 3_000
    assert all(-90 < town.record["lat"] < 90 and -180 < town.record["lon"] < 180 for town in found)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_slot_has_words(language: str) -> None:
    assert Words(language).unknown_slots() == set()


@pytest.mark.parametrize("folder", [ROOT / "practices", ROOT / "somewhere"])
def test_nothing_is_written_into_the_repository(folder: Path) -> None:
    with pytest.raises(NotEmpty):
        write_bank(folder, entries=1)
    assert not (ROOT / "somewhere").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    with pytest.raises(NotEmpty, match="not empty"):
        write_bank(tmp_path, entries=1)
