"""The page of a saved entry ahead of a build: what the build will write, where it can be told."""

import re
from pathlib import Path

import pytest

from site_builder.ahead import pages_ahead
from site_builder.assemble import Assembly
from site_builder.build import build
from site_builder.settings import Place
from tests.sites import site_of_fixtures

pytestmark = pytest.mark.build


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return site_of_fixtures(tmp_path / "bank")


@pytest.fixture
def last(place: Place, tmp_path: Path) -> Assembly:
    """What the last build knew."""
    report = build(place, site_dir=tmp_path / "site")
    assert report.assembly
    return report.assembly


def edit(path: Path, pattern: str, replacement: str) -> Path:
    text = path.read_text("utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "pattern", "replacement"),
    [
        pytest.param("minimal.md", r"\Z", "\nAnother sentence.\n", id="a text"),
        pytest.param("minimal.md", r"^status: .*$", "status: completed", id="a fact"),
        pytest.param("every-field.de.md", r"\Z", "\nNoch ein Satz.\n", id="a translation"),
    ],
)
def test_it_is_the_page_that_a_build_writes(
    place: Place, last: Assembly, tmp_path: Path, name: str, pattern: str, replacement: str
) -> None:
    path = edit(place.practices / name, pattern, replacement)
    found = {page.path: page.data for page in pages_ahead(last, [path])}
    build(place, site_dir=tmp_path / "site")
    slug = name.partition(".")[0]
    assert set(found) == {f"practices/{slug}/index.html", f"de/practices/{slug}/index.html"}
    assert {path: (tmp_path / "site" / path).read_bytes() for path in found} == found


def new_entry(place: Place) -> Path:
    path = place.practices / "another.md"
    path.write_text((place.practices / "minimal.md").read_text("utf-8"), "utf-8")
    return path


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda place: edit(place.practices / "minimal.md", "^title: .*$", "title: ["), id="no YAML"),
        pytest.param(lambda place: edit(place.practices / "minimal.md", "^topics: .*$", "topics: [no]"), id="an error"),
        pytest.param(
            lambda place: edit(place.practices / "minimal.md", "^topics: ", "related: [nothing-at-all]\ntopics: "),
            id="an entry that does not exist",
        ),
        pytest.param(new_entry, id="a new entry"),
        pytest.param(lambda place: place.practices / "gone.md", id="a file that is gone"),
        pytest.param(lambda place: place.root / "bank.yml", id="something else"),
        pytest.param(lambda place: place.practices, id="a folder"),
    ],
)  # fmt: skip
def test_what_only_a_build_can_tell_is_left_to_it(place: Place, last: Assembly, change: object) -> None:
    assert callable(change)
    assert pages_ahead(last, [change(place)]) == []


def test_what_goes_is_left_out_and_what_stays_is_shown(place: Place, last: Assembly) -> None:
    path = edit(place.practices / "minimal.md", r"\Z", "\nAnother sentence.\n")
    found = pages_ahead(last, [place.practices / "minimal.md~", place.root / "bank.yml", path])
    assert [page.path for page in found] == [
        "practices/minimal/index.html",
        "de/practices/minimal/index.html",
    ]
