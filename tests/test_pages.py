"""The generated pages: golden files to review, and promises that hold for every entry."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from site_builder.assemble import Assembly
from site_builder.model import Funding
from site_builder.pages import Page, calendar_files, generate, redirects
from site_builder.pages.practice import funding_shares

GOLDEN = Path(__file__).parent / "golden"
EDITED = "https://forge.example/bank/edit/main/"


class Text(HTMLParser):
    """The words of a page, its headings, links and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self._heading: int | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []
        if re.fullmatch("h[1-6]", tag):
            self._heading = int(tag[1])
            self.headings.append((self._heading, ""))

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self._heading = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._heading:
            self.headings[-1] = (self._heading, self.headings[-1][1] + data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module", params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(assembly: Assembly, language: str) -> dict[str, Page]:
    """All pages of a language by their address below the language's folder."""
    site = assembly.site(language, edit_address=lambda path: EDITED + path)
    prefix = site.addresses.prefix
    return {page.address.removeprefix(prefix): page for page in generate(site)}


GOLDEN_PAGES = [
    "",
    "explore/",
    "compare/",
    "practices/every-field/",
    "practices/minimal/",
    "practices/sprachtische/",
    "topics/",
    "topics/language/",
    "cities/de-kerpen/",
    "practices/reading-hours/",
    "practices/evening-on-reading/",
    "practices/guide-to-reading/",
    "practices/libraries-of-the-year/",
    "events/",
    "guides/",
    "road/",
    "workshop/",
    "tips/",
    "difficulties/education/",
    "adoption/",
    "follow-ups/",
    "funders/",
]


@pytest.mark.parametrize("address", GOLDEN_PAGES, ids=lambda address: address or "home")
def test_page_is_as_reviewed(
    pages: dict[str, Page], language: str, address: str, request: pytest.FixtureRequest
) -> None:
    name = address.strip("/").replace("/", "-") or "home"
    file = GOLDEN / f"{name}.{language}.html"
    written = laid_out(pages[address].html)
    if request.config.getoption("--update-golden"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8"), "review the change, then run pytest --update-golden"


def laid_out(html: str) -> str:
    """The page with a line for each that is not empty, and no white space around it."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def values(item: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text and address that a practice holds, with the name of its field."""
    if isinstance(item, BaseModel):
        for field in type(item).model_fields:
            yield from values(getattr(item, field), f"{name}.{field}".strip("."))
    elif isinstance(item, list | tuple):
        for member in item:
            yield from values(member, name)
    elif isinstance(item, str) and type(item) is str:
        yield name, item


KEYS = re.compile(
    r"slug|language|city|cities|topics|target_groups|aliases|key|source$|reference|part_of|related|entry|stage|licence|currency|unit|languages"
)


def test_every_text_of_an_entry_is_on_its_page(
    assembly: Assembly, pages: dict[str, Page], language: str
) -> None:
    edition = assembly.bank.edition("every-field", language)
    html = pages["practices/every-field/"].html
    page = Text(html)
    written = [
        (name, text) for name, text in values(edition.practice) if not KEYS.search(name.split(".")[-1])
    ]
    vocabulary = assembly.bank.vocabulary
    missing = [
        (name, text)
        for name, text in written
        if " ".join(text.split()) not in page.text
        and vocabulary.organisation_name(text, language=language) not in page.text
        and text not in page.links
        and f"mailto:{text}" not in page.links
    ]
    assert missing == []
    assert len(written) > 50


def test_every_date_and_number_of_an_entry_is_on_its_page(
    assembly: Assembly, pages: dict[str, Page], language: str
) -> None:
    practice = assembly.bank.edition("every-field", language).practice
    say, text = assembly.context.languages[language], Text(pages["practices/every-field/"].html).text
    dates = [
        practice.posted, practice.updated, practice.reviewed, practice.contact and practice.contact.consent,
        *(item.consent for item in practice.quotes),
        *(item.date for item in practice.milestones), *(item.planned for item in practice.milestones),
        *(day for item in practice.follow_ups for day in (item.planned, item.done)),
        *(item.as_of for item in practice.results), *(item.date for item in practice.sources),
        *(item.date for item in practice.awards),
        practice.period and practice.period.start, practice.period and practice.period.end,
    ]  # fmt: skip
    numbers = [
        *(item.value for item in practice.results),
        *(part.value for item in practice.results for part in item.breakdown),
        *(item.share for item in practice.funding), *(item.count for item in practice.resources),
        *(hours for item in practice.resources for hours in item.hours_per_week or ()),
    ]  # fmt: skip
    money = [(item.amount, item.currency) for item in practice.funding if item.amount and item.currency]
    assert [day for day in dates if day and say.date(day) not in text] == []
    assert [number for number in numbers if number is not None and say.number(number) not in text] == []
    assert [item for item in money if " ".join(say.money(*item).split()) not in text] == []
    languages = {code for item in practice.resources for code in item.languages}
    assert [code for code in languages if say.language_name(code) not in text] == []


def test_no_page_has_an_empty_heading(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert all(text.strip() for _, text in Text(page.html).headings), page.address


def test_a_field_that_is_not_given_leaves_no_heading(pages: dict[str, Page]) -> None:
    full, minimal = (Text(pages[f"practices/{slug}/"].html) for slug in ("every-field", "minimal"))
    optional = {"money", "milestones", "evaluation", "learning", "transfer", "awards"}
    assert optional <= set(full.ids)
    assert not optional & set(minimal.ids)


def test_headings_do_not_skip_a_level(pages: dict[str, Page]) -> None:
    for page in pages.values():
        levels = [level for level, _ in Text(page.html).headings]
        assert levels[0] in (1, 2) and levels.count(1) == 1, page.address
        from_title = levels[levels.index(1) :]
        assert all(after <= before + 1 for before, after in pairwise(from_title)), page.address


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    for page in pages.values():
        ids = Text(page.html).ids
        assert len(ids) == len(set(ids)), page.address


def test_every_internal_link_leads_to_a_page(assembly: Assembly) -> None:
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for code in assembly.bank.languages:
        site = assembly.site(code)
        known |= {site.addresses.page("about"), site.addresses.page("contribute"), *redirects(site)}
        known |= {f"{address}/" for address, _ in calendar_files(site)}
        for page in generate(site):
            known.add(page.address)
            found[page.address] = Text(page.html).links
    broken = [
        (address, link)
        for address, links in found.items()
        for link in links
        if not re.match("[a-z]+:|#", link) and resolve(address, link) not in known
    ]
    assert broken == []


def resolve(address: str, link: str) -> str:
    steps = address.split("/")[:-1]
    for step in re.split("[?#]", link)[0].split("/"):
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "".join(f"{step}/" for step in steps)


def test_german_pages_hold_no_english_label(assembly: Assembly) -> None:
    english, german = (assembly.context.languages[code].interface for code in ("en", "de"))
    labels = {
        text
        for key, text in english.items()
        if isinstance(text, str) and text != german[key] and len(text) > 5
    }
    for page in generate(assembly.site("de")):
        german_part = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", page.html, flags=re.DOTALL)
        words = {word.strip() for word in Text(german_part).words}
        assert not words & labels, page.address


def test_untranslated_text_says_its_language(
    assembly: Assembly, pages: dict[str, Page], language: str
) -> None:
    edition = assembly.bank.edition("minimal", language)
    html = pages["practices/minimal/"].html
    marked = f'<h1 id="content" data-pagefind-meta="title" lang="{edition.text_language}">'
    assert (marked in html) == (edition.text_language != language)


def test_editing_leads_to_the_file_of_the_language(pages: dict[str, Page], language: str) -> None:
    own = ".de" if language == "de" else ""
    assert f"{EDITED}practices/every-field{own}.md" in Text(pages["practices/every-field/"].html).links


def test_alternates_are_the_languages_that_the_text_exists_in(pages: dict[str, Page], language: str) -> None:
    assert set(pages["practices/every-field/"].alternates) == {"en", "de"}
    assert set(pages["practices/every-field/"].switch) == {"en", "de"}
    assert set(pages["practices/minimal/"].alternates) <= {"en"}
    assert pages["practices/minimal/"].canonical == "practices/minimal/"


def funds(*amounts: tuple[str, int | None, int | None]) -> tuple[Funding, ...]:
    return tuple(
        Funding(
            source=name,
            level="own",
            amount=None if amount is None else Decimal(amount),
            currency=None if amount is None else "EUR",
            share=None if share is None else Decimal(share),
        )
        for name, amount, share in amounts
    )


@pytest.mark.parametrize(
    ("funding", "shares"),
    [
        (funds(("a", 126000, None), ("b", 27500, None)), [Decimal("82.1"), Decimal("17.9")]),
        (funds(("a", None, 80), ("b", None, None)), [Decimal(80), None]),
        (funds(("a", 100, None)), [None]),
        (funds(("a", 100, None), ("b", None, None)), [None, None]),
        ((), []),
    ],
)
def test_shares_are_given_or_worked_out_of_amounts_that_can_be_added(
    funding: tuple[Funding, ...], shares: list[Decimal | None]
) -> None:
    assert funding_shares(funding) == shares


def test_two_runs_write_the_same_pages(assembly: Assembly, pages: dict[str, Page], language: str) -> None:
    site = assembly.site(language, edit_address=lambda path: EDITED + path)
    assert [page.html for page in generate(site)] == [page.html for page in pages.values()]
