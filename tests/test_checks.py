"""The findings in all files, and in a few among many: always those of a bank that is read from nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder import checks, load
from site_builder.checks import Report, check_bank, check_files
from site_builder.diagnostics import Diagnostic
from site_builder.settings import Place
from site_builder.store import Store
from site_builder.validate import entry_files, read_context, validate
from tests.rules.fixture_bank import BANK, GOOD

WORDS = " ".join(
    f"{first}{second}" for first in ("so", "mi", "ta", "ru", "le", "no") for second in "abcdefghij"
)
BODY = f"\n## How it works\n\nNeighbours meet, and [[other]] is near.\n\nThey say: {WORDS}.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A copy of the fixtures' bank, in which there is something to find in most ways that there are."""
    root = tmp_path / "bank"
    shutil.copytree(BANK, root)
    shutil.copy(GOOD / "every-field.md", root / "practices")
    place = Place(root)
    for slug in ("one", "two"):
        put(
            place,
            f"{slug}.md",
            fields(organisation="City of Kerpne", part_of="nowhere"),
            f"{BODY}\n[[{slug}s]]\n",
        )
    put(place, "one.de.md", "language: de\ntitle: Eins", "\n## So funktioniert es\n\nText.\n")
    return place


def fields(*, organisation: str = "City of Kerpen", part_of: str | None = None, more: str = "") -> str:
    text = (BANK / "practices/other.md").read_text("utf-8").split("---\n")[1]
    lines = [line for line in text.split("\n") if not line.startswith(("organisation", "part_of", "  name"))]
    lines = [line for line in lines if line and not line.startswith("  type")]
    lines.append(f"organisation: {{name: {organisation}}}")
    return "\n".join([*lines, *([f"part_of: {part_of}"] if part_of else []), *([more] if more else [])])


def put(place: Place, name: str, header: str, body: str = BODY) -> Path:
    """Write an entry as somebody did a while ago, so that its times can be relied on."""
    path = place.practices / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n{body}", encoding="utf-8")
    return path


def expected(place: Place) -> list[Diagnostic]:
    return validate(read_context(place))


def of_file(found: list[Diagnostic], *files: Path) -> list[Diagnostic]:
    return [item for item in found if any(file.as_posix().endswith(f"/{item.path}") for file in files)]


def every_single_file_gives_what_it_gives_as_part_of_the_bank(place: Place) -> None:
    wanted = expected(place)
    for file in entry_files(place):
        same(check_files(place, [file]), of_file(wanted, file))


def same(report: Report, diagnostics: list[Diagnostic]) -> None:
    assert report.findings == diagnostics
    assert [item.hint for item in report.findings] == [item.hint for item in diagnostics]


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were only just written count as certain, too."""
    monkeypatch.setattr(checks, "UNCERTAIN", -60_000_000_000)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read one by one."""
    names: list[str] = []

    def read(path: Path, *, root: Path) -> load.Entry:
        names.append(path.name)
        return load.load(path, root=root)

    monkeypatch.setattr(checks, "load", read)
    return names


def test_there_is_something_to_find(place: Place) -> None:
    codes = {item.code for item in expected(place)}
    assert codes >= {"PB102", "PB301", "PB302", "PB316", "PB907"}


def test_all_files_the_first_time_and_again(place: Place) -> None:
    wanted = expected(place)
    for _ in range(2):
        report = check_bank(place)
        assert report.files == len(entry_files(place))
        same(report, wanted)


@pytest.mark.usefixtures("certain")
def test_a_single_file_gives_what_it_gives_as_part_of_the_bank(place: Place) -> None:
    every_single_file_gives_what_it_gives_as_part_of_the_bank(place)


@pytest.mark.usefixtures("certain")
def test_the_others_are_not_read_again(place: Place, loaded: list[str]) -> None:
    check_bank(place)
    loaded.clear()
    check_files(place, [place.practices / "every-field.md"])
    assert loaded == ["every-field.md"]


@pytest.mark.usefixtures("certain")
def test_what_has_changed_is_read_once(place: Place, loaded: list[str]) -> None:
    check_bank(place)
    for change_something in (change, change_an_original):
        change_something(place)
        check_files(place, [place.practices / "every-field.md"])
    loaded.clear()
    check_files(place, [place.practices / "every-field.md"])
    assert loaded == ["every-field.md"]


@pytest.mark.usefixtures("certain")
@pytest.mark.parametrize("few", [1, 2, 3])
def test_of_many_that_have_changed_the_census_is_taken_anew(
    few: int, place: Place, monkeypatch: pytest.MonkeyPatch, loaded: list[str]
) -> None:
    check_bank(place)
    monkeypatch.setattr(checks, "FEW", few)
    every_field, other = place.practices / "every-field.md", place.practices / "other.md"
    for change_something in (change, add, change_an_original, rename, remove):
        change_something(place)
        same(check_files(place, [every_field]), of_file(expected(place), every_field))
    loaded.clear()
    check_files(place, [every_field])
    assert loaded == ["every-field.md"]
    assert not other.exists()


def add(place: Place) -> None:
    put(place, "nowhere.md", fields())


def remove(place: Place) -> None:
    (place.practices / "two.md").unlink()


def rename(place: Place) -> None:
    (place.practices / "other.md").rename(place.practices / "another.md")


def change(place: Place) -> None:
    put(place, "two.md", fields(more="aliases: [ones]"))


def say_it_otherwise(place: Place) -> None:
    """Another text with the same facts."""
    path = place.practices / "two.md"
    path.write_text(path.read_text("utf-8").replace("Neighbours meet", "Friends\n\nof ours meet"), "utf-8")


def copy_it(place: Place) -> None:
    """A third entry with nearly the text of two others, before both of them."""
    shutil.copy(place.practices / "two.md", place.practices / "double.md")


def change_an_original(place: Place) -> None:
    """Its translation is stale by then, and says so with the digest of today."""
    path = place.practices / "one.md"
    path.write_text(path.read_text("utf-8").replace("Neighbours meet", "Friends meet"), "utf-8")


def change_and_hide_it(place: Place) -> None:
    """The same number of bytes, and the same time as before."""
    path = place.practices / "two.md"
    found = path.stat()
    path.write_bytes(path.read_bytes().replace(b"City of Kerpne", b"City of Berlin"))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def replace(place: Place) -> None:
    """Another file in its place, as editors write it, with the same size and time."""
    path = place.practices / "two.md"
    found, new = path.stat(), path.with_suffix(".new")
    new.write_bytes(path.read_bytes().replace(b"nowhere", b"another"))
    os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))
    new.rename(path)


def break_it(place: Place) -> None:
    put(place, "two.md", "title: [")


def lose_the_census(place: Place) -> None:
    with Store(place.cache) as store:
        store.put(checks.CENSUS, {checks.WHOLE: b"rubbish", checks.SINCE: b"rubbish"})


def new_vocabulary(place: Place) -> None:
    file = place.vocabulary / "organisations.yml"
    file.write_text(
        f"{file.read_text('utf-8')}\nkerpne:\n  names: {{en: City of Kerpne}}\n", encoding="utf-8"
    )


CHANGES = [
    *(add, remove, rename, change, say_it_otherwise, copy_it, change_an_original),
    *(change_and_hide_it, replace, break_it, lose_the_census, new_vocabulary),
]


@pytest.mark.usefixtures("certain")
@pytest.mark.parametrize("alter", CHANGES, ids=lambda alter: alter.__name__.replace("_", " "))
def test_what_others_say_is_up_to_date(alter: Callable[[Place], None], place: Place) -> None:
    check_bank(place)
    alter(place)
    every_single_file_gives_what_it_gives_as_part_of_the_bank(place)
    same(check_bank(place), expected(place))


def test_a_file_that_was_only_just_written_is_not_taken_for_certain(place: Place, loaded: list[str]) -> None:
    check_bank(place)
    loaded.clear()
    check_files(place, [place.practices / "every-field.md"])
    assert sorted(loaded) == sorted(file.name for file in entry_files(place))


def test_many_files_are_checked_as_part_of_the_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FEW", 2)
    files = [place.practices / name for name in ("one.md", "two.md", "one.de.md")]
    report = check_files(place, files)
    assert report.files == len(files)
    same(report, of_file(expected(place), *files))


def test_a_bank_whose_cache_cannot_be_written(place: Place) -> None:
    place.cache.parent.parent.mkdir(exist_ok=True)
    place.cache.parent.write_text("no folder", encoding="utf-8")
    same(check_bank(place), expected(place))
    file = place.practices / "one.md"
    same(check_files(place, [file]), of_file(expected(place), file))


def test_it_is_told_how_many_files_are_done(place: Place) -> None:
    told: list[tuple[int, int]] = []
    check_bank(place, told=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(entry_files(place)),) * 2
    told.clear()
    check_bank(place, told=lambda done, total: told.append((done, total)))
    assert told == []
