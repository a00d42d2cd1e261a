"""The worksheet as it is published: a blank sheet with the questions of the workshop, and the file of all titles."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from site_builder.addresses import relative
from site_builder.assemble import Assembly
from site_builder.collation import collation_key
from site_builder.model import Practice
from site_builder.pages import Page, Site, generate, worksheet_files
from site_builder.pages.worksheet import BLOCKS, titles, worksheet_pages

CODES = ("en", "de")


@pytest.fixture(scope="module", params=CODES)
def site(request: pytest.FixtureRequest, assembly: Assembly) -> Site:
    return assembly.site(request.param)


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    (found,) = worksheet_pages(site)
    return found


def text_of(html: str) -> str:
    words: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Words().feed(html)
    return " ".join(" ".join(words).split())


def without_workshops(site: Site) -> Site:
    """The same bank, in which nobody holds a workshop."""

    def bare(practice: Practice) -> Practice:
        return practice.model_copy(update={"workshop": None})

    bank = site.bank
    practices = {slug: bare(practice) for slug, practice in bank.practices.items()}
    editions = {
        key: dataclasses.replace(edition, practice=bare(edition.practice))
        for key, edition in bank.editions.items()
    }
    return dataclasses.replace(site, bank=dataclasses.replace(bank, practices=practices, editions=editions))


def test_it_stands_where_the_workshop_and_its_entries_lead(site: Site, page: Page) -> None:
    assert page.address == f"{site.addresses.prefix}workshop/worksheet/"
    pages = {found.address: found.html for found in generate(site)}
    assert page.address in pages
    for leads_there in (site.addresses.page("workshop"), site.addresses.practice("reading-hours")):
        assert f'href="{relative(page.address, base=leads_there)}"' in pages[leads_there]


def test_it_holds_the_aims_and_all_questions_of_every_day(site: Site, page: Page) -> None:
    text = text_of(page.html)
    edition = site.bank.edition("reading-hours", site.code)
    workshop = edition.practice.workshop
    assert workshop
    assert [day.aim for day in workshop.days if day.aim]
    for day in workshop.days:
        said = [day.title, *([day.aim] if day.aim else [])]
        for session in day.sessions:
            said += [session.title, *session.questions]
        assert [words for words in said if words not in text] == []
    assert all(guest.who in text for guest in workshop.guests)


def test_without_a_script_it_is_a_blank_sheet_for_eight_practices(page: Page) -> None:
    assert page.html.count("pb-block--blank") == BLOCKS == 8
    for name in ("where", "population", "when", "did", "came", "difficult", "cost", "ask", "page"):
        assert page.html.count(f'data-pb-slot="{name}"') == BLOCKS, name
    assert page.html.count('<span class="pb-lines" aria-hidden="true"><span></span>') > 8 * BLOCKS


def test_what_needs_a_script_is_hidden_until_there_is_one(page: Page) -> None:
    before, desk = page.html.split('data-pb-part="desk"')
    assert desk.startswith(" hidden>")
    assert re.findall(r"<(?:button|input|form)\b", before) == []
    after = desk.split('data-pb-part="sheet"')[1].split("<div hidden>")[0]
    assert re.findall(r"<(?:button|input|form)\b", after) == []


def test_every_text_that_the_script_asks_for_is_given(page: Page) -> None:
    assert re.findall(r'data-pb-text-[a-z-]+=""', page.html) == []
    assert len(set(re.findall(r"data-pb-text-([a-z-]+)=", page.html))) > 30


def test_a_bank_without_a_workshop_has_no_sheet(site: Site) -> None:
    bare = without_workshops(site)
    assert list(worksheet_pages(bare)) == []
    assert list(worksheet_files(bare)) == []


def test_the_file_of_titles_names_every_entry_once_by_title(site: Site) -> None:
    ((address, text),) = worksheet_files(site)
    assert address == f"{site.addresses.prefix}workshop/worksheet/titles.json"
    rows = json.loads(text)
    assert sorted(slug for slug, _, _ in rows) == sorted(site.bank.practices)
    assert [title for _, title, _ in rows] == sorted((title for _, title, _ in rows), key=collation_key)
    assert text == json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    assert ["every-field", site.bank.edition("every-field", site.code).practice.title, "Kerpen"] in rows


def test_titles_are_in_the_language_of_the_page_where_there_is_one(assembly: Assembly) -> None:
    both = [{slug: title for slug, title, _ in titles(assembly.site(code))} for code in CODES]
    assert both[0]["every-field"] != both[1]["every-field"]
