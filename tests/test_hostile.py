"""Each entry of tests/hostile says what must become of it: refused with a code, or published without any harm."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from site_builder.assemble import Assembly, assemble
from site_builder.diagnostics import Diagnostic, Severity, as_github, as_json, as_text
from site_builder.pages import Page, generate
from tests.harmless import harm
from tests.pages_bank import copy_bank

HOSTILE = Path(__file__).parent / "hostile"
FILES = sorted(HOSTILE.glob("*.md"))
VERDICT = re.compile(r"must be: (?:(?P<published>published)|refused (?P<codes>PB[0-9]{3}(?: PB[0-9]{3})*))")
CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
NUMBER_OF_FILES = 40

Pages = Mapping[str, list[tuple[Page, list[str]]]]


def verdict(file: Path) -> set[str]:
    """The codes with which the entry must be refused; none where it must be published."""
    match = VERDICT.search(file.read_bytes().decode("latin-1"))
    assert match, f"{file.name} does not say what must become of it"
    return set((match["codes"] or "").split())


PUBLISHED = [file.stem for file in FILES if not verdict(file)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The bank of the fixtures, with every hostile entry in it at once."""
    place = copy_bank(tmp_path_factory.mktemp("hostile") / "bank")
    shutil.copytree(HOSTILE, place.practices, dirs_exist_ok=True)
    return assemble(place)


@pytest.fixture(scope="module")
def pages(hostile: Assembly) -> Pages:
    """All pages of each language, each with what is harmful in it."""
    codes = hostile.context.settings.languages
    return {code: [(page, harm(page.html)) for page in generate(hostile.site(code))] for code in codes}


def findings_in(hostile: Assembly, stem: str) -> list[Diagnostic]:
    return [item for item in hostile.diagnostics if item.path == f"practices/{stem}.md"]


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= NUMBER_OF_FILES
    assert len(PUBLISHED) >= NUMBER_OF_FILES // 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_refused_as_it_says_or_published(file: Path, hostile: Assembly) -> None:
    errors = {item.code for item in findings_in(hostile, file.stem) if item.severity is Severity.ERROR}
    assert errors == verdict(file)
    assert (file.stem in hostile.bank.practices) == (not errors)


@pytest.mark.parametrize("stem", PUBLISHED)
def test_what_is_published_does_no_harm(stem: str, pages: Pages) -> None:
    for language, all_pages in pages.items():
        showing = [(page, harms) for page, harms in all_pages if _shows(page, stem)]
        assert len(showing) >= 2, f"a page and a list of {language}"
        for page, harms in showing:
            assert harms == [], page.address
            assert "49" not in re.sub(r"\d{3,}", "", page.html), "a template was carried out"


def _shows(page: Page, stem: str) -> bool:
    return f"practices/{stem}/" in page.html or page.address.endswith(f"practices/{stem}/")


def test_the_other_entries_are_as_they_were(hostile: Assembly) -> None:
    names = {f"practices/{file.name}" for file in FILES}
    assert {item.path for item in hostile.diagnostics if item.severity is Severity.ERROR} <= names
    assert {"other", "every-field", "right-to-left"} <= set(hostile.bank.practices)


def test_no_page_of_the_site_does_harm(pages: Pages) -> None:
    assert [page.address for listed in pages.values() for page, harms in listed if harms] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_said_of_it_forges_nothing(file: Path, hostile: Assembly) -> None:
    found = findings_in(hostile, file.stem)
    text, listed, github = as_text(found), as_json(found), as_github(found)
    assert not any(CONTROL.search(written) for written in (text, listed, github))
    assert all(re.match(r"practices/|    hint: ", line) for line in text.splitlines())
    assert all(re.match(r"::(error|warning|notice) file=practices/", line) for line in github.splitlines())
    assert len(github.splitlines()) == len(found) == len(json.loads(listed))
