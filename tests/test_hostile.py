"""Each entry of tests/hostile says what must become of it: refused with a code, or published without any harm."""

import json
import re
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_builder.assemble import Assembly, assemble
from site_builder.build import build
from site_builder.diagnostics import Diagnostic, Severity, as_github, as_json, as_text
from site_builder.pages import Page, generate
from tests.harmless import harm, is_harmless_address
from tests.pages_bank import copy_bank
from tests.sites import site_of_fixtures

HOSTILE = Path(__file__).parent / "hostile"
FILES = sorted(HOSTILE.glob("*.md"))
VERDICT = re.compile(r"must be: (?:(?P<published>published)|refused (?P<codes>PB[0-9]{3}(?: PB[0-9]{3})*))")
CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
NUMBER_OF_FILES = 40
CALCULATED = str(1234 * 4321)
"""What template syntax in the entries comes to, where anything carries it out."""

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
            assert CALCULATED not in page.html, "a template was carried out"


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


class Built(HTMLParser):
    """What a page of the built site runs, and what of a hostile entry has become a part of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        for name, value in attrs:
            ours = (tag, value) == ("link", "data:,")  # a redirect's page has no icon
            unsafe = name in ("href", "src", "action") and not is_harmless_address(value or "") and not ours
            if name.startswith("on") or unsafe or (name in ("src", "href") and "evil" in (value or "")):
                self.harm.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.in_script and re.search(r"pwned|alert\(1\)|evil", data):
            self.harm.append(data)


@pytest.mark.build
def test_the_built_site_does_no_harm(tmp_path: Path) -> None:
    place = site_of_fixtures(tmp_path / "bank")
    for stem in PUBLISHED:
        shutil.copy(HOSTILE / f"{stem}.md", place.practices)
    build(place, site_dir=tmp_path / "site")
    files = sorted((tmp_path / "site").rglob("*.html"))
    written = {file: file.read_text("utf-8") for file in files}
    assert {
        stem for stem in PUBLISHED if not (tmp_path / f"site/practices/{stem}/index.html").is_file()
    } == set()
    assert {file: found for file, text in written.items() if (found := Built(text).harm)} == {}
    assert [file for file, text in written.items() if CALCULATED in text] == []
