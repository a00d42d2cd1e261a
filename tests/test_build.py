"""Real builds: what stands in the site's folder, that it is the same every time, and that nothing is lost."""

import errno
import gzip
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from site_builder import search_index
from site_builder.build import BuildFailed, Report, build
from site_builder.pages.practice import PracticeView
from site_builder.plugin import DAMAGED, STYLE_SHEET
from site_builder.readings import DOCUMENT
from site_builder.settings import NotABank, Place
from site_builder.store import FILE_NAME
from site_builder.style_sheet import PARTS, STYLES, style_sheet
from tests.conftest import ROOT
from tests.sites import digests, site_of_fixtures

pytestmark = pytest.mark.build


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The fixtures' bank as a site of its own, somewhere else."""
    return site_of_fixtures(tmp_path / "bank")


def test_the_real_bank_builds_without_a_finding(real_build: tuple[Path, Report]) -> None:
    site, report = real_build
    assert report.built and report.diagnostics == [] and report.left_out == ()
    assert report.pages == len(list(site.rglob("*.html"))) > 150


@pytest.mark.parametrize(
    "address",
    [
        "", "explore/", "practices/kerpen-integration-workshop/", "cities/de-kerpen/", "countries/de/",
        "topics/strategy/", "target-groups/newcomers/", "organisations/bertelsmann-stiftung/",
        "funders/bertelsmann-stiftung/", "about/", "contribute/", "rules/",
    ],
)  # fmt: skip
def test_every_kind_of_address_exists_in_both_languages(real_site: Path, address: str) -> None:
    for prefix, language in (("", "en"), ("de/", "de")):
        html = (real_site / prefix / address / "index.html").read_text("utf-8")
        assert re.search(f'<html lang="{language}"', html)
        assert 'rel="alternate" hreflang="de"' in html


def test_every_language_lists_its_pages(real_site: Path) -> None:
    """Where Material is to change pages without loading them anew, it asks for the list of the page's own language."""
    for folder, least in (("", 900), ("de", 400)):
        text = (real_site / folder / "sitemap.xml").read_text("utf-8")
        pages = re.findall(r"<loc>https://[^/]+/([^<]*)</loc>", text)
        assert len(pages) > least and all(page.startswith(f"{folder}/" if folder else "") for page in pages)
        assert gzip.decompress((real_site / folder / "sitemap.xml.gz").read_bytes()).decode() == text


def test_both_languages_share_one_set_of_assets(real_site: Path) -> None:
    assert (real_site / "assets").is_dir() and not (real_site / "de" / "assets").exists()


def test_the_search_index_knows_both_languages(real_site: Path) -> None:
    entry = (real_site / "pagefind" / "pagefind-entry.json").read_text("utf-8")
    assert '"en"' in entry and '"de"' in entry


def test_no_page_names_another_host_in_a_source(real_site: Path) -> None:
    for page in real_site.rglob("*.html"):
        html = page.read_text("utf-8")
        loaded = re.findall(
            r'<(?:script|img|iframe|source)[^>]* src="([^"]+)"|<link[^>]*stylesheet[^>]* href="([^"]+)"', html
        )
        assert not [address for pair in loaded for address in pair if re.match("[a-z]+:|//", address)], page


def test_two_builds_write_the_same_bytes(real_site: Path, tmp_path: Path) -> None:
    build(Place(ROOT), site_dir=tmp_path / "again")
    assert digests(tmp_path / "again") == digests(real_site)


def test_the_own_part_of_a_page_is_written_once(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, write = tmp_path / "written", PracticeView.own_part

    def told(view: PracticeView) -> str:
        with written.open("a", encoding="utf-8") as file:  # pages may be written by other processes
            print(view.address, file=file)
        return write(view)

    monkeypatch.setattr(PracticeView, "own_part", told)
    report = build(place, site_dir=tmp_path / "site", search=False)
    addresses = written.read_text("utf-8").split()
    assert report.assembly
    assert len(addresses) == len(set(addresses)) == 2 * len(report.assembly.bank.practices)


def test_a_bank_elsewhere_builds_at_a_depth_of_its_host(place: Place, tmp_path: Path) -> None:
    report = build(place, site_dir=tmp_path / "site")
    assert report.built and report.left_out == ()
    page = (tmp_path / "site" / "de" / "practices" / "every-field" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://bank.example/sub/de/practices/every-field/">' in page
    assert 'hreflang="en" href="https://bank.example/sub/practices/every-field/"' in page
    missing = (tmp_path / "site" / "404.html").read_text("utf-8")
    assert 'href="/sub/explore/"' in missing
    sitemap = gzip.decompress((tmp_path / "site" / "sitemap.xml.gz").read_bytes()).decode()
    assert "https://bank.example/sub/practices/minimal/" in sitemap


def test_a_hand_written_page_that_is_not_translated_says_so(place: Place, tmp_path: Path) -> None:
    (place.docs / "de" / "about.md").unlink()
    build(place, site_dir=tmp_path / "site")
    html = (tmp_path / "site" / "de" / "about" / "index.html").read_text("utf-8")
    assert "noch nicht übersetzt" in html
    assert 'data-pagefind-body lang="en"' in html


def test_a_bank_without_entries_builds(place: Place, tmp_path: Path) -> None:
    for path in place.practices.rglob("*.md"):
        path.unlink()
    build(place, site_dir=tmp_path / "site")
    assert "There are no practices here yet" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_an_entry_with_errors_is_left_out_and_named(place: Place, tmp_path: Path) -> None:
    (place.practices / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    report = build(place, site_dir=tmp_path / "site")
    assert report.left_out == ("practices/broken.md",)
    assert (tmp_path / "site" / "practices" / "minimal" / "index.html").is_file()


def test_strict_stops_before_anything_is_written(place: Place, tmp_path: Path) -> None:
    (place.practices / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    report = build(place, site_dir=tmp_path / "site", strict=True)
    assert not report.built and not (tmp_path / "site").exists()


def test_a_failing_build_leaves_the_previous_site(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build(place, site_dir=site)
    before = digests(site)
    (place.practices / "minimal.md").unlink()

    fails = [sys.executable, "-c", "raise SystemExit('no words today')"]
    monkeypatch.setattr(search_index, "_command", lambda texts, folder: fails)
    with pytest.raises(BuildFailed, match="Pagefind could not index the pages:\nno words today"):
        build(place, site_dir=site)
    assert digests(site) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank", "site"]


def test_a_folder_that_is_not_a_site_is_never_replaced(place: Place, tmp_path: Path) -> None:
    keep = tmp_path / "photos"
    keep.mkdir()
    (keep / "one.jpg").write_bytes(b"x")
    for folder in (keep, place.root, place.practices):
        with pytest.raises(NotABank):
            build(place, site_dir=folder)
    assert (keep / "one.jpg").is_file() and place.practices.is_dir()


def test_a_site_on_another_disk_than_its_bank_is_brought_up_to_date(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, replace = os.rename, os.replace

    def on_one_disk(change: Callable[[str, str], None], source: str, target: str) -> None:
        if Path(source).is_relative_to(place.root) != Path(target).is_relative_to(place.root):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        change(source, target)

    for number in range(2):
        (place.practices / f"extra-{number}.md").write_bytes((place.practices / "minimal.md").read_bytes())
        build(place, site_dir=tmp_path / "here")
        with monkeypatch.context() as patched:
            patched.setattr(os, "rename", partial(on_one_disk, rename))
            patched.setattr(os, "replace", partial(on_one_disk, replace))
            build(place, site_dir=tmp_path / "there")
    assert digests(tmp_path / "there", all_files=True) == digests(tmp_path / "here", all_files=True)


def test_plain_mkdocs_builds_the_default_language(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site" / "practices" / "darmstadt-bifi" / "index.html").read_text("utf-8")
    assert '<html lang="en"' in html and "Darmstadt" in html


def test_plain_mkdocs_says_what_to_do_where_what_was_kept_is_damaged(tmp_path: Path) -> None:
    place = site_of_fixtures(tmp_path / "bank")
    command = [sys.executable, "-m", "mkdocs", "build"]
    run = partial(subprocess.run, command, cwd=place.root, capture_output=True, text=True, check=False)
    assert run().returncode == 0
    with sqlite3.connect(place.cache / FILE_NAME) as kept:
        kept.execute("update results set value = x'ff00' where kind = ?", [DOCUMENT])
    done = run()
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert done.stderr.endswith(f"{DAMAGED}\n")
    assert run().returncode == 0


def test_every_part_of_the_style_sheet_is_published(real_site: Path) -> None:
    published = (real_site / STYLE_SHEET).read_text("utf-8")
    assert set(PARTS) == {path.stem for path in STYLES.glob("*.css")}
    assert published == style_sheet()
    selectors = {
        name: re.findall(r"^\.pb-[\w-]+", (STYLES / f"{name}.css").read_text("utf-8"), re.MULTILINE)
        for name in PARTS
    }
    assert all(selector in published for found in selectors.values() for selector in found)
