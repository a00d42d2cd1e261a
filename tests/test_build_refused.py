"""What a build says, before MkDocs runs or instead of what MkDocs says, where it cannot be."""

import re
import shutil
from pathlib import Path

import pytest

from site_builder.build import BuildFailed, build
from site_builder.settings import NotABank, Place
from tests.sites import site_of_fixtures


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return site_of_fixtures(tmp_path / "bank")


def test_a_cache_that_cannot_be_written(place: Place, tmp_path: Path) -> None:
    (place.root / ".cache").write_text("a file in the place of the folder", "utf-8")
    with pytest.raises(BuildFailed) as caught:
        build(place, site_dir=tmp_path / "site")
    assert str(caught.value).startswith(f"Cannot write in {place.cache}: ")
    assert "Make the bank's folder writable for you" in str(caught.value)


def test_a_folder_for_the_site_that_cannot_be_written(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(
        BuildFailed, match=r"Cannot write in .*file: .* Choose another folder with --site-dir\."
    ):
        build(place, site_dir=tmp_path / "file" / "site")


def test_a_folder_for_the_site_that_is_a_disk_of_its_own(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "disk"
    monkeypatch.setattr(Path, "is_mount", lambda path: path == site)
    with pytest.raises(NotABank, match=re.escape(f"--site-dir {site / 'site'}")):
        build(place, site_dir=site)


def test_without_mkdocs_yml(place: Place, tmp_path: Path) -> None:
    (place.root / "mkdocs.yml").unlink()
    with pytest.raises(NotABank, match=r"mkdocs\.yml is missing: .* Copy the file of this name"):
        build(place, site_dir=tmp_path / "site")


def test_without_hand_written_pages(place: Place, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(place.docs / "en")
    with pytest.raises(BuildFailed) as caught:
        build(place, site_dir=tmp_path / "site")
    assert str(caught.value).count("docs_dir") == 1
    assert f"The hand-written pages belong in {place.docs / 'en'}" in str(caught.value)
    assert capfd.readouterr() == ("", "")
