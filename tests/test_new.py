"""The scaffold of a new entry and of a translation."""

import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from site_builder.language import Language, read_language
from site_builder.load import Entry, load, parse, write
from site_builder.model import Kind, Part, Practice
from site_builder.new import (
    Refused,
    Wanted,
    check_slug,
    new_entry,
    new_translation,
    skeleton,
    suggested_slug,
    translation,
)
from site_builder.rules.kinds import KIND_OF_PART
from site_builder.settings import Place
from site_builder.translation import digest, phrases, translation_model
from site_builder.vocabulary import Vocabulary, read_vocabulary
from tests.small_bank import CAFE, make_bank, put, replace

REPOSITORY = Path(__file__).resolve().parent.parent
REAL_ENTRIES = sorted(
    path.name
    for path in (REPOSITORY / "practices").glob("*.md")
    if "." not in path.stem and path.name != "README.md"
)
TODAY = date(2026, 5, 31)
LANGUAGES = ("en", "de")
BODY = "## How it works\n\nText\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small bank."""
    return Place(make_bank(tmp_path))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A small bank that no test changes."""
    return Place(make_bank(tmp_path_factory.mktemp("fresh")))


@pytest.fixture(scope="module")
def vocabulary(fresh: Place) -> Vocabulary:
    """Its vocabulary."""
    return read_vocabulary(fresh, fresh.settings())


@pytest.fixture(scope="module")
def languages(fresh: Place) -> dict[str, Language]:
    """Its languages."""
    return {code: read_language(code, fresh) for code in LANGUAGES}


def written(entry: str) -> Entry:
    return parse(entry, path="practices/swimming-course.md")


def uncommented(text: str) -> str:
    """The skeleton as it is when every optional field is used and every note is deleted."""
    kept = [
        line for line in text.split("\n") if not line.startswith("## ") or line in text.split("---\n\n", 1)[1]
    ]
    return "\n".join(re.sub(r"^( *)# ", r"\1", line) for line in kept)


def filled_in(text: str) -> str:
    """The skeleton with its empty fields filled in."""
    values = {
        "title:": "title: A swimming course",
        "summary:": "summary: For everyone",
        "city:": "city: de-kerpen",
        "scope:": "scope: city",
        "  name:": "  name: City of Kerpen",
        "status:": "status: running",
        "topics: []": "topics: [language]",
        "target_groups: []": "target_groups: [newcomers]",
        "  -": "  - Swim",
        "    title:": "    title: Report",
        "    read:": "    read: full",
        "  type:": "  type: municipality",
        "  format:": "  format: online",
        "      title:": "      title: Ask first",
        "    - entry:": "    - entry: other",
        "      reason:": "      reason: It was the first.",
    }
    return "\n".join(values.get(line, line) for line in text.split("\n"))


# --- an entry -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_filled_in_skeleton_is_valid(
    code: str, kind: Kind, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    wanted = Wanted("swimming-course", kind=kind, today=TODAY)
    entry = written(filled_in(skeleton(wanted, language=languages[code], vocabulary=vocabulary)))
    assert entry.problems == ()
    assert entry.schema_errors == ()
    assert (entry.get("language"), entry.get("kind"), entry.get("posted")) == (code, kind, "2026-05-31")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_skeleton_with_every_optional_field_is_valid(
    code: str, kind: Kind, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    text = skeleton(Wanted("swimming-course", kind=kind), language=languages[code], vocabulary=vocabulary)
    entry = written(filled_in(uncommented(text)))
    of_other_kinds = {field for field, wanted in KIND_OF_PART.items() if wanted != kind}
    assert entry.problems == ()
    assert entry.schema_errors == ()
    assert set(entry.data) == set(Practice.model_fields) - {"slug"} - of_other_kinds


@pytest.mark.parametrize("part", Part.__subclasses__())
def test_skeletons_name_every_field(
    part: type[BaseModel], vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    text = "".join(
        skeleton(Wanted("swimming-course", kind=kind), language=languages["en"], vocabulary=vocabulary)
        for kind in Kind
    )
    fields = [name for name in part.model_fields if name not in ("slug", "original_digest")]
    assert [name for name in fields if not re.search(rf"^[# -]*{name}:", text, re.MULTILINE)] == []


def test_empty_skeleton_is_found_wanting(vocabulary: Vocabulary, languages: dict[str, Language]) -> None:
    entry = written(skeleton(Wanted("swimming-course"), language=languages["en"], vocabulary=vocabulary))
    wanting = {error["loc"][0] for error in entry.schema_errors}
    assert entry.problems == ()
    assert wanting == {
        *("title", "summary", "city", "scope", "organisation"),
        *("status", "topics", "target_groups", "goals", "sources"),
    }


def test_skeleton_has_the_headings_of_its_language(
    vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    entry = written(skeleton(Wanted("swimming-course"), language=languages["de"], vocabulary=vocabulary))
    assert re.findall(r"^## (.+)$", entry.body, re.MULTILINE) == list(languages["de"].headings.values())


def test_skeleton_lists_what_can_be_chosen(vocabulary: Vocabulary, languages: dict[str, Language]) -> None:
    text = skeleton(Wanted("swimming-course"), language=languages["de"], vocabulary=vocabulary)
    assert "## Keys: language (Sprache), housing (Wohnen).\ntopics: []\n" in text
    assert "mainstreamed" in text
    assert "as de-kerpen." in text


@pytest.mark.parametrize(
    "title", ["Swim: a course", "No", "{braces} and # signs", "'Quoted' \"twice\"", "- dash"]
)
def test_any_title_arrives(title: str, vocabulary: Vocabulary, languages: dict[str, Language]) -> None:
    wanted = Wanted("swimming-course", title=title)
    entry = written(skeleton(wanted, language=languages["en"], vocabulary=vocabulary))
    assert entry.problems == ()
    assert entry.get("title") == title


def test_new_entry_is_written_once(
    place: Place, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    path = new_entry(place, Wanted("swimming-course"), language=languages["en"], vocabulary=vocabulary)
    assert path == place.practices / "swimming-course.md"
    before = path.read_bytes()
    assert b"\r" not in before
    with pytest.raises(Refused, match=r"practices/swimming-course\.md exists already"):
        new_entry(place, Wanted("swimming-course"), language=languages["en"], vocabulary=vocabulary)
    assert path.read_bytes() == before


def test_slug_that_is_taken_in_another_folder(
    place: Place, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    put(place.root, "practices/2024/pool.md", "")
    with pytest.raises(Refused, match=r"practices/2024/pool\.md exists already"):
        new_entry(place, Wanted("pool"), language=languages["en"], vocabulary=vocabulary)


def test_first_entry_of_a_bank(
    tmp_path: Path, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    path = new_entry(Place(tmp_path / "new"), Wanted("pool"), language=languages["en"], vocabulary=vocabulary)
    assert path.is_file()


def test_link_in_the_place_of_the_file(
    place: Place, vocabulary: Vocabulary, languages: dict[str, Language]
) -> None:
    target = place.root / "elsewhere.md"
    (place.practices / "pool.md").symlink_to(target)
    with pytest.raises(Refused, match="exists already"):
        new_entry(place, Wanted("pool"), language=languages["en"], vocabulary=vocabulary)
    assert not target.exists()


# --- slugs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["a", "2", "language-cafe", "a1-b2", "x" * 80])
def test_good_slugs(slug: str) -> None:
    check_slug(slug)


@pytest.mark.parametrize(
    "slug",
    ["", "A", "a_b", "a--b", "-a", "a-", "a b", "ü", "a.b", "../a", "a\n", "x" * 81, "con", "lpt1", "٣"],
)
def test_bad_slugs(slug: str) -> None:
    with pytest.raises(Refused, match="cannot be a slug"):
        check_slug(slug)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Language Café", "language-cafe"),
        ("Köln hilft", "koeln-hilft"),
        ("practices/pool.md", "pool"),
        ("practices\\pool.md", "pool"),
        ("a_b", "a-b"),
        ("word " * 30, "-".join(["word"] * 16)),
        ("x" * 100, "x" * 80),
    ],
)
def test_suggested_slugs(name: str, slug: str) -> None:
    assert suggested_slug(name) == slug


@pytest.mark.parametrize("name", ["", "!!!", "日本", "../..", "x" * 300, "--", "\n"])
def test_every_suggestion_is_a_good_slug(name: str) -> None:
    check_slug(suggested_slug(name))


# --- a translation --------------------------------------------------------------------------------------------


def translated(original: Entry, languages: dict[str, Language]) -> Entry:
    text = translation(original, language=languages["de"], original_language=languages["en"])
    return parse(text, path=original.path.replace(".md", ".de.md"))


def test_translation_holds_every_text(place: Place, languages: dict[str, Language]) -> None:
    original = load(place.practices / "language-cafe.md", root=place.root)
    entry = translated(original, languages)
    assert entry.problems == ()
    assert entry.schema_errors == ()
    assert dict(phrases(entry.data)) == dict(phrases(original.data))
    assert entry.get("original_digest") == digest(original.data, original.body)
    assert entry.get("language") == "de"


def test_translation_has_the_headings_of_its_language(place: Place, languages: dict[str, Language]) -> None:
    original = load(place.practices / "language-cafe.md", root=place.root)
    body = translated(original, languages).body
    assert "## Ausgangslage\n\nThe library stood empty" in body
    assert "## So funktioniert es\n" in body
    assert "Context" not in body


def test_translation_leaves_code_that_looks_like_a_heading(languages: dict[str, Language]) -> None:
    original = written(write(CAFE, "## Context\n\n```\n## Context\n```\n\n## Something else\n"))
    assert (
        translated(original, languages).body.strip()
        == "## Ausgangslage\n\n```\n## Context\n```\n\n## Something else"
    )


def test_items_without_text_keep_their_place(languages: dict[str, Language]) -> None:
    sources = [
        {"key": "first", "title": "A", "read": "full"},
        {"key": "second", "title": "B", "read": "full", "note": "In German"},
        {"key": "third", "title": "C", "read": "full"},
    ]
    entry = translated(written(write({**CAFE, "sources": sources}, BODY)), languages)
    assert entry.get("sources") == [{}, {"note": "In German"}]
    assert entry.schema_errors == ()


@pytest.mark.parametrize(
    "phrase", ["No", "2008", "1.10", "a: b", "# c", "- d", "{e}", "'f\"", "null", "g " * 100 + "h"]
)
def test_any_text_arrives(phrase: str, languages: dict[str, Language]) -> None:
    entry = translated(written(write({**CAFE, "goals": [phrase]}, BODY)), languages)
    assert entry.problems == ()
    assert entry.get("goals") == [phrase]


@pytest.mark.parametrize("name", REAL_ENTRIES)
def test_translation_of_a_real_entry(name: str, languages: dict[str, Language]) -> None:
    original = load(REPOSITORY / "practices" / name, root=REPOSITORY)
    entry = translated(original, languages)
    assert entry.problems == ()
    translation_model().model_validate(dict(entry.data))
    assert dict(phrases(entry.data)) == dict(phrases(original.data))


def test_new_translation_stands_beside_its_original(place: Place, languages: dict[str, Language]) -> None:
    put(place.root, "practices/2024/pool.md", write(CAFE, BODY))
    path = new_translation(place, "pool", language=languages["de"], original_language=languages["en"])
    assert path == place.practices / "2024/pool.de.md"


def test_original_in_a_language_that_the_bank_does_not_have(
    place: Place, languages: dict[str, Language]
) -> None:
    put(place.root, "practices/pool.md", write({**CAFE, "language": "fr"}, "## Contexte\n"))
    path = new_translation(place, "pool", language=languages["de"], original_language=None)
    assert path.read_text("utf-8").endswith("---\n\n## Contexte\n")


def test_translation_of_nothing(place: Place, languages: dict[str, Language]) -> None:
    with pytest.raises(Refused, match=r"There is no entry 'gardens' to translate: did you mean 'garden'\?"):
        new_translation(place, "gardens", language=languages["de"], original_language=None)


def test_translation_of_an_entry_with_errors(place: Place, languages: dict[str, Language]) -> None:
    replace(place.practices / "garden.md", "scope: neighbourhood", "scope: street")
    with pytest.raises(Refused, match="has errors"):
        new_translation(place, "garden", language=languages["de"], original_language=None)
    assert not (place.practices / "garden.de.md").exists()
