"""A site that is brought up to date equals one that is built anew, byte for byte, whatever was changed."""

import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder import cores, search_index, volumes
from site_builder.build import BuildFailed, Report, build
from site_builder.fragments import ids_by_address
from site_builder.publish import SEARCH, SITE, State, Written, changed, stamped
from site_builder.settings import Place
from tests.sites import digests, site_of_fixtures

pytestmark = pytest.mark.build

Change = Callable[[Place, random.Random], None]


def originals(place: Place) -> list[Path]:
    """The originals without a translation, which can come and go alone; nothing else names them by their slugs."""
    return sorted(place.practices.glob("extra-*.md"))


def everything(place: Place) -> list[Path]:
    return sorted(path for path in place.practices.glob("*.md") if path.name != "README.md")


def chosen(place: Place, chance: random.Random) -> Path:
    return chance.choice(everything(place))


def edit(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text("utf-8")
    path.write_text(re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE), "utf-8")


def add_text(place: Place, chance: random.Random) -> None:
    path = chosen(place, chance)
    path.write_text(
        f"{path.read_text('utf-8')}\nA sentence with the number {chance.randrange(1000)}.\n", "utf-8"
    )


def link(place: Place, chance: random.Random) -> None:
    path = chosen(place, chance)
    path.write_text(f"{path.read_text('utf-8')}\nSee [[minimal]] and [[reading-hours|the hours]].\n", "utf-8")


def retitle(place: Place, chance: random.Random) -> None:
    edit(chosen(place, chance), r"^title: .*$", f"title: A title with the number {chance.randrange(1000)}")


def summarise(place: Place, chance: random.Random) -> None:
    edit(
        chosen(place, chance),
        r"^summary: [^>|\n].*$",
        f"summary: In short, {chance.randrange(1000)} people met.",
    )


def other_topics(place: Place, chance: random.Random) -> None:
    topics = chance.sample(["education", "language", "participation"], chance.randint(1, 2))
    edit(place.practices / "minimal.md", r"^topics: .*$", f"topics: [{', '.join(topics)}]")


def other_status(place: Place, chance: random.Random) -> None:
    status = chance.choice(["planned", "completed", "discontinued"])
    edit(place.practices / "minimal.md", r"^status: .*$", f"status: {status}")


def newer(place: Place, chance: random.Random) -> None:
    """A newer record lets consents lapse, and events pass."""
    path = chance.choice([path for path in everything(place) if "\nposted:" in path.read_text("utf-8")])
    edit(path, r"^posted: .*$", f"posted: 2026-0{chance.randint(4, 9)}-01")


def add_entry(place: Place, chance: random.Random) -> None:
    text = (place.practices / "minimal.md").read_text("utf-8")
    number = chance.randrange(10_000)
    (place.practices / f"extra-{number}.md").write_text(
        f"{text}\nThis one has the number {number}.\n", "utf-8"
    )


def remove_entry(place: Place, chance: random.Random) -> None:
    for path in originals(place)[:1]:
        path.unlink()


def rename_entry(place: Place, chance: random.Random) -> None:
    for path in originals(place)[-1:]:
        path.rename(path.with_name(f"extra-{chance.randrange(10_000)}-renamed.md"))


def break_entry(place: Place, chance: random.Random) -> None:
    for path in originals(place)[:1]:
        path.write_text("---\ntitle: [\n---\n", "utf-8")


def rename_city(place: Place, chance: random.Random) -> None:
    edit(place.vocabulary / "cities.yml", r"en: Kerpen[^,]*,", f"en: Kerpen {chance.randrange(1000)},")


def rename_topic(place: Place, chance: random.Random) -> None:
    file = next((place.vocabulary / "en").glob("topics.yml"))
    edit(file, r"label: .*$", f"label: Topic {chance.randrange(1000)}")


def write_by_hand(place: Place, chance: random.Random) -> None:
    about = place.docs / "en" / "about.md"
    about.write_text(f"{about.read_text('utf-8')}\nWritten {chance.randrange(1000)} times.\n", "utf-8")


def rename_bank(place: Place, chance: random.Random) -> None:
    edit(place.root / "bank.yml", r"^name: .*$", f"name: Bank {chance.randrange(1000)}")


CHANGES: tuple[Change, ...] = (
    add_text, link, retitle, summarise, other_topics, other_status, newer, add_entry, remove_entry, rename_entry,
    break_entry, rename_city, rename_topic, write_by_hand, rename_bank,
)  # fmt: skip


def built_anew(place: Place, folder: Path) -> tuple[dict[str, str], Report]:
    """The digests of the site of a copy of this bank of which nothing is kept."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place.root, folder / "bank", ignore=shutil.ignore_patterns(".cache"))
    report = build(Place(folder / "bank"), site_dir=folder / "site")
    return digests(folder / "site", all_files=True), report


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_give_the_site_of_a_clean_build(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "PRACTICES", (2500, 4)[seed % 2])
    if seed // 2:  # as in a large bank, copies of the process are at work beside it
        monkeypatch.setattr(cores, "MANY", 1)
        monkeypatch.setattr("threading.active_count", lambda: 1)
    place, chance = site_of_fixtures(tmp_path / "bank"), random.Random(f"changes {seed}")
    build(place, site_dir=tmp_path / "site")
    for _ in range(3):
        changes = chance.sample(CHANGES, chance.randint(1, 4))
        for change in changes:
            change(place, chance)
        report = build(place, site_dir=tmp_path / "site")
        anew, clean = built_anew(place, tmp_path / "clean")
        names = [change.__name__ for change in changes]
        assert digests(tmp_path / "site", all_files=True) == anew, names
        assert (report.diagnostics, report.pages) == (clean.diagnostics, clean.pages), names


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_can_be_seen(change: Change, tmp_path: Path) -> None:
    """Otherwise the test above would compare nothing with nothing."""
    place = site_of_fixtures(tmp_path / "bank")
    add_entry(place, random.Random("first"))
    before = files(place)
    change(place, random.Random("second"))
    assert files(place) != before


def files(place: Place) -> dict[str, bytes]:
    found = (path for path in place.root.rglob("*") if path.is_file())
    return {path.relative_to(place.root).as_posix(): path.read_bytes() for path in found}


def test_what_has_not_changed_is_not_written(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    first = build(place, site_dir=site)
    before = times(site)
    again = build(place, site_dir=site)
    assert (first.written, again.written, again.pages) == (first.pages, 0, first.pages)
    assert times(site) == before
    page = place.practices / "minimal.md"
    page.write_text(f"{page.read_text('utf-8')}\nAnother sentence.\n", "utf-8")
    build(place, site_dir=site)
    changed = {
        path for path, time in times(site).items() if before.get(path) != time and "pagefind" not in path
    }
    assert {path for path in changed if path.endswith("index.html")} == {
        "practices/minimal/index.html", "de/practices/minimal/index.html"
    }  # fmt: skip


def times(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_page_that_somebody_has_changed_or_removed_is_written_again(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    before = digests(site, all_files=True)
    (site / "practices" / "minimal" / "index.html").write_text("other", "utf-8")
    (site / "topics" / "index.html").unlink()
    build(place, site_dir=site)
    assert digests(site, all_files=True) == before


def test_a_store_that_is_no_store_is_made_anew(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    before = digests(site, all_files=True)
    for file in place.cache.glob("store.sqlite*"):
        file.write_bytes(b"not a database")
    build(place, site_dir=site)
    assert digests(site, all_files=True) == before


def test_a_clean_build_uses_nothing_that_was_kept(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    report = build(place, site_dir=site, clean=True)
    assert report.written == report.pages


def test_two_sites_of_one_bank_do_not_disturb_each_other(tmp_path: Path) -> None:
    place = site_of_fixtures(tmp_path / "bank")
    for name in ("one", "two", "one"):
        add_text(place, random.Random(name))
        build(place, site_dir=tmp_path / name)
    build(place, site_dir=tmp_path / "two")
    assert digests(tmp_path / "one", all_files=True) == digests(tmp_path / "two", all_files=True)


# --- the texts of the search ------------------------------------------------------------------------------------------


def test_the_search_that_follows_behind_the_pages_finds_what_they_say(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    add_text(place, random.Random("preview"))
    build(place, site_dir=site, search=False)
    build(place, site_dir=site)
    assert digests(site, all_files=True) == built_anew(place, tmp_path / "clean")[0]


def undo_nothing(place: Place) -> None:
    """The change stays."""


def undo_text(place: Place) -> None:
    edit(place.practices / "minimal.md", r"^A sentence that .*$", "")


def undo_addition(place: Place) -> None:
    (place.practices / "extra-1.md").unlink()


@pytest.mark.parametrize("undo", [undo_nothing, undo_text, undo_addition], ids=lambda undo: undo.__name__)
def test_a_build_that_fails_at_the_search_leaves_no_doubt(
    undo: Callable[[Place], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    minimal = place.practices / "minimal.md"
    text = minimal.read_text("utf-8")
    (place.practices / "extra-1.md").write_text(f"{text}\nAn entry that comes and goes.\n", "utf-8")
    minimal.write_text(f"{text}A sentence that comes and goes.\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(search_index, "_command", lambda texts, folder: [sys.executable, "-c", "exit(1)"])
        with pytest.raises(BuildFailed):
            build(place, site_dir=site)
    undo(place)
    build(place, site_dir=site)
    assert digests(site, all_files=True) == built_anew(place, tmp_path / "clean")[0]


def test_texts_that_somebody_has_removed_are_written_again(tmp_path: Path) -> None:
    place, site = site_of_fixtures(tmp_path / "bank"), tmp_path / "site"
    build(place, site_dir=site)
    shutil.rmtree(place.cache / SEARCH)
    add_text(place, random.Random("removed"))
    build(place, site_dir=site)
    assert digests(site, all_files=True) == built_anew(place, tmp_path / "clean")[0]


def test_every_practice_and_every_page_that_is_marked_for_the_search_is_indexed(real_site: Path) -> None:
    marked = {
        path.parent.relative_to(real_site).as_posix()
        for path in real_site.rglob("index.html")
        if any(mark in path.read_text("utf-8") for mark in ("data-pagefind-body", "data-pb-practice="))
    }
    assert {address.rstrip("/") or "." for address in ids_by_address(real_site)} == marked


def test_what_somebody_changes_while_a_build_is_at_work_is_seen_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "kept.html").write_text("ours", "utf-8")
    (tmp_path / "new.html").write_text("ours", "utf-8")
    kept, new = (Written(SITE, f"{name}.html", name, None, ()) for name in ("kept", "new"))
    before = stamped(State(written={"page": (kept,)}), tmp_path, before=State())
    assert changed(before, tmp_path) == set()
    (tmp_path / "kept.html").write_text("somebody else's", "utf-8")
    after = stamped(State(written={"page": (kept, new)}), tmp_path, before=before)
    assert after.stamps.keys() == {"kept.html", "new.html"}
    assert changed(after, tmp_path) == {"kept.html"}
