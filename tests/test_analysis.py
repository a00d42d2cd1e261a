"""What is kept of a text's words."""

import pickle
from pathlib import Path
from zlib import crc32

import pytest

from site_builder.analysis import MOST_COUNTED, Analysis, analyse
from site_builder.bank import Bank
from site_builder.stems import analyser
from site_builder.vectors import counted
from tests.search_bank import entry, make_bank, put_entry, put_translation, read


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    root = make_bank(tmp_path_factory.mktemp("bank"))
    data = entry(
        "Lanterns", "A summary of the evening.", goals=["Carry a candle"], preconditions=["Carry a candle"]
    )
    put_entry(root, "lanterns", data, "In 2024 a lantern and the lanterns. " + "torch " * 300)
    put_translation(
        root, "lanterns", "de", {"title": "Laternen", "summary": "Am Abend."}, "Die Laterne, der Abend."
    )
    put_entry(root, "abend", entry("Ein Abend", "Im Kreis.", language="de"), "Der Stuhlkreis im Jahr2024.")
    return read(root)[0]


def counts(analysis: Analysis) -> dict[int, int]:
    places = range(0, len(analysis.terms), 4)
    codes = [int.from_bytes(analysis.terms[place : place + 4], "little") for place in places]
    assert codes == sorted(codes)
    return dict(zip(codes, analysis.counts, strict=True))


def code(word: str, language: str = "en") -> int:
    return crc32(analyser(language).term(word).encode())


@pytest.mark.parametrize(
    ("word", "times"),
    [
        pytest.param("lantern", 5, id="three times for the title, and twice in the body"),
        pytest.param("evening", 2, id="twice for the summary"),
        pytest.param("candle", 1, id="a sentence that stands twice counts once"),
        pytest.param("torch", MOST_COUNTED, id="no more than a byte holds"),
        pytest.param("unicorn", 0, id="a word that is not there"),
    ],
)
def test_how_often_a_word_counts(bank: Bank, word: str, times: int) -> None:
    assert counts(analyse(bank.edition("lanterns", "en"))).get(code(word), 0) == times


@pytest.mark.parametrize("word", ["the", "a", "2024"])
def test_stop_words_and_numbers_set_no_text_apart(bank: Bank, word: str) -> None:
    found = counts(analyse(bank.edition("lanterns", "en")))
    assert crc32(word.encode()) not in found
    assert 0 not in found


def test_of_a_translation_only_what_is_translated_counts(bank: Bank) -> None:
    found = counts(analyse(bank.edition("lanterns", "de")))
    assert found[code("Laterne", "de")] == 4
    assert code("candle", "de") not in found


def test_a_text_in_another_language_than_its_page_is_not_compared(bank: Bank) -> None:
    assert analyse(bank.edition("abend", "en")).terms == b""
    assert analyse(bank.edition("abend", "de")).terms


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_words_of_a_german_text_are_kept_whatever_page_shows_it(bank: Bank, language: str) -> None:
    found = analyse(bank.edition("abend", language)).words.split()
    assert {"Abend", "Stuhlkreis", "Kreis"} <= set(found)
    assert "Jahr2024" not in found
    assert found == sorted(set(found))


def test_the_words_of_an_english_text_are_not(bank: Bank) -> None:
    assert analyse(bank.edition("lanterns", "en")).words == ""


def test_terms_rise_as_numbers_without_a_sign_and_no_terms_are_none() -> None:
    terms = [code.to_bytes(4, "little") for code in (7, 256, 2**31 + 5)]
    assert counted(terms[2] + terms[0] + terms[1] + terms[0], most=9) == (b"".join(terms), b"\2\1\1")
    assert counted(terms[0] * 300, most=200) == (terms[0], b"\xc8")
    assert counted(b"", most=9) == (b"", b"")


def test_it_is_small_and_the_same_in_each_process(bank: Bank, tmp_path: Path) -> None:
    found = analyse(bank.edition("lanterns", "en"))
    assert pickle.loads(pickle.dumps(found)) == found
    assert found == analyse(bank.edition("lanterns", "en"))
