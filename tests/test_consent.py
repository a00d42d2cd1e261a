"""What a bank holds of the people in its entries: as they agreed, and for as long as their consent holds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_builder.assemble import Assembly, assemble
from site_builder.consent import Term, last_record, published
from site_builder.dates import months_after
from site_builder.model import Contact, Personal, Practice, Quote
from site_builder.pages import generate
from site_builder.settings import Place
from tests.pages_bank import copy_bank
from tests.small_bank import CAFE, put, replace

GIVEN = {
    "organisation": "City",
    "role": "Mayor",
    "name": "Jo",
    "email": "jo@example.org",
    "phone": "+49 2237 0",
}
QUOTE = {"text": "We meet.", "speaker": "Jo", "role": "Mayor"}
IN_PUBLIC = {"public_role": True, "reference": "report"}
TERM = Term(months=36, day=date(2026, 3, 1))
HOLDS, LAPSED = "2023-03-01", "2023-02-28"


def practice(**fields: Any) -> Practice:
    return Practice.model_validate({**CAFE, "slug": "cafe", **fields})


def contact_of(**fields: Any) -> Contact:
    found = published(practice(contact={**GIVEN, **fields}), TERM).contact
    assert found
    return found


def quote_of(**fields: Any) -> Quote:
    return published(practice(quotes=[{**QUOTE, **fields}]), TERM).quotes[0]


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({}, set()),
        ({"consent": HOLDS}, {"name", "email", "phone"}),
        ({"consent": HOLDS, "consent_covers": ["email"]}, {"email"}),
        ({"consent": HOLDS, "consent_covers": ["email"], **IN_PUBLIC}, {"name", "email"}),
        ({"consent": LAPSED}, set()),
        ({"consent": LAPSED, **IN_PUBLIC}, {"name"}),
        (IN_PUBLIC, {"name"}),
        ({"public_role": True}, set()),
        ({"reference": "report"}, set()),
        ({**IN_PUBLIC, "role": None}, set()),
    ],
)
def test_what_stays_of_a_contact(fields: dict[str, Any], kept: set[str]) -> None:
    contact = contact_of(**fields)
    assert {str(field) for field in contact.given} == kept
    assert contact.organisation == "City"


@pytest.mark.parametrize(
    ("fields", "speaker"),
    [
        ({}, None),
        ({"consent": HOLDS}, "Jo"),
        ({"consent": LAPSED}, None),
        ({"consent": LAPSED, **IN_PUBLIC}, "Jo"),
        (IN_PUBLIC, "Jo"),
        ({**IN_PUBLIC, "role": None}, None),
    ],
)
def test_what_stays_of_a_speaker(fields: dict[str, Any], speaker: str | None) -> None:
    assert quote_of(**fields).speaker == speaker
    assert quote_of(**fields).text == "We meet."


def test_a_consent_that_is_not_used_is_not_shown() -> None:
    assert contact_of(consent=LAPSED).consent is None
    assert contact_of(consent=LAPSED, **IN_PUBLIC).consent is None
    assert contact_of(consent=HOLDS).consent == date(2023, 3, 1)
    assert quote_of(consent=LAPSED, **IN_PUBLIC).consent is None


def test_a_consent_may_cover_more_than_is_given() -> None:
    contact = Contact(organisation="City", name="Jo", consent=date(2026, 1, 1))
    assert contact.agreed == frozenset(Personal)
    assert contact.given == {Personal.NAME}


def test_the_newest_record_of_a_bank() -> None:
    older, newer = practice(posted="2024-01-01"), practice(posted="2023-01-01", reviewed="2025-06-01")
    assert last_record([older, newer]) == date(2025, 6, 1)
    assert last_record([]) == date.min


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 2, 28), 36, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


# --- the whole way from the file to the page ------------------------------------------------------------------


def pages_of(assembly: Assembly) -> str:
    """All pages but the one that explains the rules by examples."""
    sites = [assembly.site(code) for code in assembly.bank.languages]
    return "".join(page.html for site in sites for page in generate(site) if page.kind != "rules")


def test_a_lapsed_consent_takes_its_details_off_every_page(tmp_path: Path) -> None:
    place = copy_bank(tmp_path / "bank")
    personal = ("jo.o&#39;example+library@mail.example.org", "+49 2237 000", "Jo Example, ")
    assert all(text in pages_of(assemble(place)) for text in personal)
    replace(place.practices / "every-field.md", "consent: 2026-02-28", "consent: 2020-02-28")
    replace(place.practices / "every-field.md", "consent: 2025-12-24", "consent: 2020-12-24")
    assembly = assemble(place)
    assert assembly.left_out == ()
    assert sum(item.code == "PB911" for item in assembly.diagnostics) == 2
    html = pages_of(assembly)
    assert [text for text in personal if text in html] == []
    assert "Jo O&#39;Example" in html, "a public role is named without consent"


def test_the_term_is_the_banks_own(tmp_path: Path) -> None:
    place = copy_bank(tmp_path / "bank")
    put(place.root, "bank.yml", (place.root / "bank.yml").read_text("utf-8") + "consent_term: 1\n")
    replace(place.practices / "every-field.md", "consent: 2026-02-28", "consent: 2026-01-31")
    assert "+49 2237 000" not in pages_of(assemble(Place(place.root)))


def test_what_was_published_before_is_asked_again_where_the_term_is_another(tmp_path: Path) -> None:
    place = copy_bank(tmp_path / "bank")
    replace(place.practices / "every-field.md", "consent: 2026-02-28", "consent: 2026-01-31")
    before = assemble(place)
    assert "+49 2237 000" in pages_of(before)
    put(place.root, "bank.yml", (place.root / "bank.yml").read_text("utf-8") + "consent_term: 1\n")
    assert "+49 2237 000" not in pages_of(assemble(Place(place.root), before=before.bank))
