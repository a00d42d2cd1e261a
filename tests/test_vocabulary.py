"""The controlled terms and the gazetteer, and what a member of staff is told where they are wrong."""

from pathlib import Path

import pytest

from site_builder.settings import NotABank, Place
from site_builder.vocabulary import Vocabulary, read_vocabulary, slugify
from tests.small_bank import make_bank, put, replace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_bank(tmp_path)


def read(root: Path) -> Vocabulary:
    place = Place(root)
    return read_vocabulary(place, place.settings())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Köln", "koeln"),
        ("KÖLN", "koeln"),
        ("  Köln ", "koeln"),
        ("Ko\u0308ln", "koeln"),  # as macOS writes it
        ("Straße", "strasse"),
        ("São Paulo", "sao-paulo"),
        ("Gdańsk", "gdansk"),
        ("Łódź", "lodz"),
        ("København", "kobenhavn"),
        ("Ærø", "aero"),
        ("Đà Nẵng", "da-nang"),
        ("Þingeyri", "thingeyri"),
        ("İzmir", "izmir"),
        ("Frankfurt (Oder)", "frankfurt-oder"),
        ("St. Gallen", "st-gallen"),
        ("Caritas & Co. – Büro 2", "caritas-co-buero-2"),
        ("L’Aquila", "laquila"),
    ],
)
def test_a_key_is_plain_letters_and_hyphens(name: str, key: str) -> None:
    assert slugify(name) == key


@pytest.mark.parametrize("name", ["القاهرة", "Αθήνα", "Київ", "大阪", "ירושלים", "", "   ", "–", "大阪 City"])
def test_every_name_has_a_key_that_can_be_an_address(name: str) -> None:
    key = slugify(name)
    assert key.isascii()
    assert key == key.lower() == slugify(name)
    assert key.replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("one", "another"),
    [("بلدية القاهرة", "بلدية عمان"), ("大阪 City", "京都 City"), ("Δήμος Αθηναίων", "Δήμος Πατρέων")],
)
def test_names_that_ascii_cannot_write_do_not_get_the_same_key(one: str, another: str) -> None:
    assert slugify(one) != slugify(another)


def test_the_default_language_says_which_terms_there_are(root: Path) -> None:
    vocabulary = read(root)
    assert vocabulary.keys("topics") == ("language", "housing")
    assert vocabulary.keys("target_groups") == ("newcomers", "volunteers")
    assert vocabulary.topics["de"]["housing"].label == "Wohnen"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("City of Kerpen", "city-of-kerpen"),
        ("Stadt Kerpen", "city-of-kerpen"),
        ("Kolpingstadt Kerpen", "city-of-kerpen"),
        ("stadt kerpen", "city-of-kerpen"),
        ("city-of-kerpen", "city-of-kerpen"),
        ("Wohnbau Wien", "wohnbau-wien"),
    ],
)
def test_an_organisation_is_found_by_any_of_its_names(name: str, key: str, root: Path) -> None:
    replace(root / "vocabulary/organisations.yml", "}}", "}, aliases: [Kolpingstadt Kerpen]}")
    assert read(root).organisation_key(name) == key


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("Stadt Kerpen", "en", "City of Kerpen"),
        ("City of Kerpen", "de", "Stadt Kerpen"),
        ("City of Kerpen", "fr", "City of Kerpen"),
        ("Wohnbau Wien", "en", "Wohnbau Wien"),
    ],
)
def test_an_organisation_is_called_as_the_language_calls_it(
    name: str, language: str, shown: str, root: Path
) -> None:
    assert read(root).organisation_name(name, language=language) == shown


CITIES, TOPICS = "vocabulary/cities.yml", "vocabulary/en/topics.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("vocabulary/de/topics.yml", "housing:", "wohnen:", "no label for housing (see en/topics.yml)"),
        ("vocabulary/de/target_groups.yml", "volunteers:", "Volunteers:", "no label for volunteers"),
        (
            TOPICS,
            "housing: {label: Housing, inline: housing}",
            "",
            "de/topics.yml: housing: not in en/topics.yml",
        ),
        (
            TOPICS,
            "inline: housing",
            "inlien: housing",
            "en/topics.yml: housing: unknown field 'inlien': did you mean 'inline'?",
        ),
        (
            TOPICS,
            "inline: housing",
            "inline: 3",
            "en/topics.yml: housing.inline: write text, in quotes, and not 3.",
        ),
        (TOPICS, "housing: {", "housing: [", "this is not YAML: did not find expected"),
        (CITIES, "country: AT", "country: ZQ", "cities.yml: at-vienna.country: no country has the code ZQ"),
        (
            CITIES,
            "country: AT",
            "country: Austria",
            "cities.yml: at-vienna.country: 'Austria' is not right: write two capital letters",
        ),
        (CITIES, "lat: 48.2", "lat: '48,2'", "write a number with a point, as in 49.9, and not '48,2'."),
        (CITIES, "de: Wien", "no: Wien", "at-vienna.names: put quotes around the field's name"),
        (CITIES, ", lon: 16.37", "", "at-vienna.lon: this is missing."),
        (CITIES, "en: Vienna, ", "", "cities.yml: at-vienna.names: no name in en"),
        (
            CITIES,
            "lat: 48.2",
            "lat: 482",
            "cities.yml: at-vienna.lat: write a number that is at most 90, and not 482.",
        ),
        (
            CITIES,
            "lon: 16.37",
            "long: 16.37",
            "cities.yml: at-vienna: unknown field 'long': did you mean 'lon'?",
        ),
        (
            "vocabulary/organisations.yml",
            "names:",
            "type: city, names:",
            "organisations.yml: city-of-kerpen.type:",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_key(
    file: str, old: str, new: str, says: str, root: Path
) -> None:
    replace(root / file, old, new)
    assert says in refused(root)


@pytest.mark.parametrize("file", [CITIES, TOPICS, "vocabulary/de/target_groups.yml"])
def test_a_file_that_is_missing(file: str, root: Path) -> None:
    (root / file).unlink()
    assert refused(root).startswith(f"{root / file} is missing.")


@pytest.mark.parametrize("text", ["- one\n- two\n", "just text\n"])
def test_a_file_that_holds_something_else(text: str, root: Path) -> None:
    put(root, CITIES, text)
    assert "cities.yml: the file holds no fields" in refused(root)


def test_an_empty_file_has_no_terms(root: Path) -> None:
    put(root, "vocabulary/organisations.yml", "")
    assert read(root).organisations == {}


def refused(root: Path) -> str:
    with pytest.raises(NotABank) as caught:
        read(root)
    return str(caught.value)
