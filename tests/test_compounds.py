"""German compounds: what of them is found by its end, and what is left whole."""

from pathlib import Path

import pytest

from site_builder.analysis import analyse
from site_builder.bank import Bank
from site_builder.compounds import Compounds, compounds_in
from site_builder.search import build_index
from site_builder.words import words
from tests.search_bank import entry, make_bank, put_entry, read

TEXT = """
Der Kurs hilft. Die Sprache, die Schulen und die Arbeit der Eltern. Ein Rat, ein Amt, die Stadt, das Ende.
Die Leitung des Projekts, die Gruppe, das Konzept, eine Nation. Der Verein, das Quartier, die Kinder.
Vereinbaren kann man viel: wir vereinbaren es. Innen ist es warm. Teilnehmen wollen alle; ein Teil kam.
"""


def taken_apart(**texts: str) -> Compounds:
    return compounds_in({path: " ".join(words(text)) for path, text in texts.items()})


def ends_in(bank: Bank, slug: str) -> tuple[str, ...]:
    german = {item.path: analyse(item).words for item in bank.editions.values()}
    return compounds_in(german).ends_in(bank.edition(slug, "de").path)


@pytest.fixture(scope="module")
def compounds() -> Compounds:
    found = "Sprachkurs Sprachkursleitung Koordination Teilnehmende Vereinbaren Arbeitsmarkt"
    return taken_apart(a=TEXT, b=found)


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        pytest.param("Sprachkurs", ["Kurs"], id="a beginning without its last letter"),
        pytest.param("Schulkurse", ["Kurse"], id="a plural"),
        pytest.param("Stadtrat", ["Rat"], id="a short end"),
        pytest.param("Arbeitsgruppe", ["Gruppe"], id="linked by s"),
        pytest.param("Kindergruppen", ["Gruppen"], id="a plural in front"),
        pytest.param("Orientierungskurs", ["Kurs"], id="a beginning that can be nothing else"),
        pytest.param("Elternarbeit", ["Arbeit"], id="both are known"),
        pytest.param("Quartiersarbeit", ["Arbeit"], id="linked by s, too"),
        pytest.param("Gesamtkonzept", ["Konzept"], id="only the end is known"),
        pytest.param("Projektkoordination", ["Koordination"], id="not a nation"),
        pytest.param("Vereinswesen", ["Wesen"], id="only the beginning is known"),
        pytest.param("Sprachkursleitung", ["Kursleitung", "Leitung"], id="three parts"),
    ],
)
def test_a_compound_has_the_ends_that_somebody_may_look_for(
    compounds: Compounds, word: str, ends: list[str]
) -> None:
    assert set(compounds.ends_of(word)) >= set(ends[-1:])
    assert set(compounds.ends_of(word)) <= set(ends)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("Teilnehmende", id="an ending that is a word as well"),
        pytest.param("Projektende", id="even where it is the word"),
        pytest.param("Einwohnerinnen", id="women"),
        pytest.param("Koordination", id="a foreign word"),
        pytest.param("Vereinbaren", id="a verb that begins a sentence"),
        pytest.param("Beratung", id="no compound"),
        pytest.param("Verwaltung", id="a prefix"),
        pytest.param("Partnerschaft", id="a suffix"),
        pytest.param("Unterrat", id="a preposition"),
        pytest.param("sprachkurs", id="written small"),
        pytest.param("SPRACHKURS", id="written large"),
        pytest.param("Kurs", id="one word"),
        pytest.param("Kurs2024", id="a number"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_word_that_is_none_stays_whole(compounds: Compounds, word: str) -> None:
    assert not {"Ende", "Innen", "Nation", "Baren", "Rat", "Waltung", "Schaft", "Kurs"} & set(
        compounds.ends_of(word)
    )


def test_the_ends_of_a_text_are_sorted_and_each_there_once() -> None:
    found = taken_apart(words=TEXT, a="Stadtrat und Arbeitsgruppe, Elternarbeit und noch ein Stadtrat")
    assert found.ends_in("a") == ("Arbeit", "Gruppe", "Rat")
    assert found.ends_in("b") == ()


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        pytest.param("Übungsräume", ("Räume",), id="umlauts"),
        pytest.param("Uebungsraeume", ("Raeume",), id="umlauts written out"),
        pytest.param("Straßenräume", ("Räume",), id="a sharp s"),
    ],
)
def test_it_does_not_matter_how_a_word_is_written(word: str, ends: tuple[str, ...]) -> None:
    assert taken_apart(a="Die Übung, der Raum, die Straße", b=word).ends_in("b") == ends


def test_the_command_line_finds_it_too(tmp_path: Path) -> None:
    root = make_bank(tmp_path)
    course = entry("Ein Schwimmkurs im Sommer", "Wer Schwimmen lernt, kommt wieder.", language="de")
    put_entry(root, "swimming", course, "Ein Trainer hilft dabei im Wasser.")
    bank, languages = read(root)
    index = build_index(bank, languages=languages)
    found = [hit.id for hit in index.search("Kurs", language="de").hits]
    assert "swimming" in found
    assert found.index("mothers-courses") < found.index("swimming"), "the word itself counts for more"


def test_the_ends_are_no_words_to_correct_a_query_by(tmp_path: Path) -> None:
    root = make_bank(tmp_path)
    course = entry("Das Musikxylofon", "Schwimmen mit Musik.", language="de")
    put_entry(root, "music", course, "Im Wasser.")
    bank, languages = read(root)
    assert "Xylofon" in ends_in(bank, "music")
    assert build_index(bank, languages=languages).search("Xylophon", language="de").suggestion is None


def test_a_text_in_another_language_has_none(tmp_path: Path) -> None:
    bank, _ = read(make_bank(tmp_path))
    assert ends_in(bank, "fathers-courses") == ()
