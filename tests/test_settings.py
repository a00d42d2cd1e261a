"""A bank's own settings: what bank.yml may say, and what a member of staff is told where it is wrong."""

from pathlib import Path

import pytest

from site_builder.settings import NotABank, Place, Settings
from tests.small_bank import put


def test_what_a_bank_says_of_itself(tmp_path: Path) -> None:
    put(tmp_path, "bank.yml", "name: Our bank\ntagline: {de: Gute Praxis}\nlanguages: [de, en, fr]\n")
    settings = Place(tmp_path).settings()
    assert settings == Settings(name="Our bank", tagline={"de": "Gute Praxis"}, languages=("de", "en", "fr"))
    assert settings.default_language == "de"


def test_the_tagline_may_be_left_out(tmp_path: Path) -> None:
    put(tmp_path, "bank.yml", "name: Our bank\nlanguages: [en]\n")
    assert Place(tmp_path).settings().tagline == {}


def test_where_things_lie() -> None:
    place = Place(Path("/bank"))
    folders = [place.practices, place.vocabulary, place.docs, place.cache]
    assert [folder.as_posix() for folder in folders] == [
        "/bank/practices",
        "/bank/vocabulary",
        "/bank/docs",
        "/bank/.cache/practice-bank",
    ]


def test_a_folder_without_a_bank(tmp_path: Path) -> None:
    assert refused(tmp_path) == (
        f"{tmp_path} holds no bank: there is no bank.yml in it. Go to the bank's folder, or name it with --root."
    )


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "holds no bank" in refused(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("name: [", ":2:1: this is not YAML", id="bracket"),
        pytest.param("name: a\n\tlanguages: [en]", ":2:1: this is not YAML: found a tab", id="tab"),
        pytest.param("name: a: b", ":1:8: this is not YAML: mapping values", id="colon"),
    ],
)
def test_broken_yaml(text: str, says: str, tmp_path: Path) -> None:
    put(tmp_path, "bank.yml", text)
    assert refused(tmp_path).startswith(f"{tmp_path / 'bank.yml'}{says}")


def test_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "bank.yml").write_bytes("name: Städte".encode("latin-1"))
    assert "bank.yml:1: the file is not UTF-8" in refused(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "bank.yml: the file is empty."),
        ("- name: a", "bank.yml: the file holds no fields"),
        ("languages: [en]", "bank.yml: name: this is missing."),
        ("name: a", "bank.yml: languages: this is missing."),
        ("name: a\nlanguages: []", "bank.yml: languages:"),
        ("name: a\nlanguages: en", "bank.yml: languages: write a list, as in [en, de], and not 'en'."),
        ("name: a\nlanguages: [English]", "bank.yml: languages, item 1: 'English' is not right"),
        (
            "name: a\nlanguages: [en, no]",
            "bank.yml: languages, item 2: write text, in quotes, and not false.",
        ),
        ("name: a\nlanguages: [en, de, en]", "bank.yml: languages: name each language once."),
        ("name: a\nlanguages: [en]\ntagline: Good practice", "bank.yml: tagline:"),
        ("name: a\nlanguages: [en]\nlangauge: de", "unknown setting 'langauge': did you mean 'languages'?"),
        ("name: a\nlanguages: [en]\ncolour: red", "bank.yml: unknown setting 'colour'."),
        ("name: a\nlanguages: [en]\nconsent_term: 900", "consent_term: write a number that is at most 120"),
        ("name: 2008\nlanguages: [en]", "name: write text, in quotes, and not 2008."),
    ],
)
def test_a_wrong_field_is_named_with_those_that_there_are(text: str, says: str, tmp_path: Path) -> None:
    put(tmp_path, "bank.yml", text)
    message = refused(tmp_path)
    assert says in message
    assert message.startswith(str(tmp_path))
    assert message.endswith(f"What it may hold: {', '.join(Settings.model_fields)}.")


def refused(root: Path) -> str:
    with pytest.raises(NotABank) as caught:
        Place(root).settings()
    return str(caught.value)
