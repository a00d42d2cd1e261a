"""The bank's look-ups, links and editions."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from site_builder.bank import Bank, Keep
from tests.search_bank import ENTRIES, make_bank, put_translation, read


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return read(make_bank(tmp_path_factory.mktemp("bank")))[0]


def test_the_practices_are_sorted_by_slug(bank: Bank) -> None:
    assert list(bank.practices) == sorted(ENTRIES)


@pytest.mark.parametrize(
    ("look_up", "key", "slugs"),
    [
        pytest.param("by_city", "de-koeln", ["arrival-programme", "night-clinic"], id="other cities count"),
        pytest.param("by_city", "at-wien", ["arrival-programme", "tenant-mentors"], id="a foreign city"),
        pytest.param(
            "by_country", "AT", ["arrival-programme", "tenant-mentors"], id="countries of other cities"
        ),
        pytest.param("by_topic", "housing", ["arrival-programme", "tenant-mentors"], id="topic"),
        pytest.param("by_target_group", "parents", ["fathers-courses", "mothers-courses"], id="target group"),
        pytest.param(
            "by_organisation",
            "city-of-munich",
            ["arrival-programme", "fathers-courses", "mothers-courses"],
            id="an organisation by its name and by its alias",
        ),
        pytest.param(
            "by_organisation", "volkshochschule-sued", ["mothers-courses"], id="a partner nobody knows"
        ),
        pytest.param(
            "by_funder",
            "state-fund",
            ["fathers-courses", "mothers-courses"],
            id="a funder by name and by alias",
        ),
        pytest.param("members", "arrival-programme", ["fathers-courses", "mothers-courses"], id="members"),
        pytest.param(
            "backlinks", "mothers-courses", ["fathers-courses"], id="a wiki link is a backlink of its target"
        ),
        pytest.param("backlinks", "night-clinic", ["fathers-courses"], id="so is a related entry"),
        pytest.param("backlinks", "tenant-mentors", ["night-clinic"], id="so is an adoption"),
        pytest.param(
            "backlinks",
            "arrival-programme",
            ["fathers-courses", "mothers-courses"],
            id="so is a programme's member",
        ),
    ],
)
def test_a_look_up_gives_slugs_sorted(bank: Bank, look_up: str, key: str, slugs: list[str]) -> None:
    found: Mapping[str, tuple[str, ...]] = getattr(bank, look_up)
    assert list(found[key]) == slugs


@pytest.mark.parametrize(
    "look_up", ["by_city", "by_country", "by_topic", "by_organisation", "by_funder", "backlinks"]
)
def test_the_keys_of_a_look_up_are_sorted(bank: Bank, look_up: str) -> None:
    keys = list(getattr(bank, look_up))
    assert keys == sorted(keys)


def test_nothing_is_a_member_of_itself_or_links_to_itself(bank: Bank) -> None:
    assert all(
        slug not in found for look_up in (bank.members, bank.backlinks) for slug, found in look_up.items()
    )


def test_a_former_slug_leads_to_the_present_one(bank: Bank) -> None:
    assert bank.aliases == {"mentors": "tenant-mentors"}


@pytest.mark.parametrize(
    ("slug", "languages"),
    [("mothers-courses", ("en", "de")), ("fathers-courses", ("en",)), ("night-clinic", ("de",))],
)
def test_a_practice_knows_the_languages_of_its_text(
    bank: Bank, slug: str, languages: tuple[str, ...]
) -> None:
    assert bank.languages_of(slug) == languages


def test_every_practice_has_an_edition_in_every_language(bank: Bank) -> None:
    for language in bank.languages:
        assert [edition.slug for edition in bank.editions_in(language)] == sorted(ENTRIES)


def test_a_translated_edition_has_the_translations_text_and_the_originals_facts(bank: Bank) -> None:
    edition = bank.edition("mothers-courses", "de")
    assert edition.is_translated
    assert edition.practice.title == "Abendkurse für Mütter"
    assert edition.practice.funding == bank.practices["mothers-courses"].funding
    assert "Bücher liegen bereit" in edition.document.text
    assert edition.path == "practices/mothers-courses.de.md"


def test_an_edition_knows_which_of_its_texts_are_still_in_the_originals_language(bank: Bank) -> None:
    edition = bank.edition("mothers-courses", "de")
    assert edition.language_of("Offer childcare from the first lesson.") == "en"
    assert edition.language_of("Abendkurse für Mütter") == "de"


def test_an_edition_without_a_translation_shows_the_original(bank: Bank) -> None:
    edition = bank.edition("fathers-courses", "de")
    assert not edition.is_translated
    assert (edition.language, edition.text_language) == ("de", "en")
    assert edition.language_of(edition.practice.title) == "en"
    assert edition.path == "practices/fathers-courses.md"


def test_a_wrong_translation_leaves_the_original_in_its_place(tmp_path: Path) -> None:
    root = make_bank(tmp_path)
    put_translation(root, "tenant-mentors", "de", {"title": "Ohne Zusammenfassung"}, "Text.")
    bank, _ = read(root)
    assert not bank.edition("tenant-mentors", "de").is_translated


# --- what is kept ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        pytest.param("practices/fathers-courses.md", "Grammar comes", "Words come", set(), id="a text"),
        pytest.param(
            "practices/fathers-courses.md", "[[mothers-courses]]", "the mothers", {"links"}, id="a link"
        ),
        pytest.param(
            "practices/fathers-courses.md",
            "title: Saturday",
            "title: Sunday",
            {"facts", "links"},
            id="a title",
        ),
        pytest.param(
            "practices/mothers-courses.de.md",
            "Abendkurse",
            "Kurse",
            {"facts", "links"},
            id="a translated title",
        ),
        pytest.param("vocabulary/cities.yml", "lat: 48.1", "lat: 48.3", {"facts", "links"}, id="a city"),
        pytest.param(
            "vocabulary/organisations.yml", "State Fund", "The Fund", {"facts", "links"}, id="an organisation"
        ),
        pytest.param("bank.yml", "name:", "consent_term: 6\nname:", {"facts", "links"}, id="for how long"),
    ],
)
def test_what_may_be_kept_is_told_by_what_follows_from_it(
    tmp_path: Path, file: str, old: str, new: str, changed: set[str]
) -> None:
    root = make_bank(tmp_path)
    before = read(root)[0]
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")
    after = read(root)[0]
    assert {name for name in ("facts", "links") if getattr(before, name) != getattr(after, name)} == changed


def test_a_look_up_that_is_kept_is_not_made(bank: Bank) -> None:
    asked: list[tuple[str, str]] = []

    def keep(name: str, reads: str, make: object) -> dict[str, tuple[str, ...]]:
        asked.append((name, reads))
        return {"kept": ("before",)}

    look_ups = "by_city", "by_topic", "by_target_group", "by_organisation", "by_funder", "members"
    knowing = replace(bank, keep=cast("Keep", keep))
    assert [getattr(knowing, name) for name in look_ups] == [{"kept": ("before",)}] * len(look_ups)
    assert asked == [(name, bank.facts) for name in look_ups]
