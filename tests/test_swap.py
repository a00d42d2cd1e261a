"""One folder takes the place of another, and there is a whole one at every moment."""

from pathlib import Path

import pytest

from site_builder import swap as swapping
from site_builder.swap import swap


@pytest.fixture(params=["in one step", "in two steps"])
def folders(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """A new and an old folder, on a system that can exchange them and on one that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr(swapping, "_system_call", lambda: None)
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text(name, "utf-8")
    return tmp_path / "new", tmp_path / "old"


def test_they_change_places(folders: tuple[Path, Path]) -> None:
    new, old = folders
    swap(new, old)
    assert (old / "page").read_text("utf-8") == "new"
    assert (new / "page").read_text("utf-8") == "old"
    assert sorted(path.name for path in new.parent.iterdir()) == ["new", "old"]


def test_the_first_one_just_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    swap(tmp_path / "new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_new_folder_that_is_not_there_leaves_the_old_one(folders: tuple[Path, Path]) -> None:
    new, old = folders
    with pytest.raises(FileNotFoundError):
        swap(new / "missing", old)
    assert (old / "page").read_text("utf-8") == "old"
