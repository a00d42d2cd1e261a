"""What is remembered of a site from one build to the next, in parts of which only those that change are written."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from site_builder import last_site as module
from site_builder.last_site import PARTS, doubt, forget_site, is_last, last_site, remember
from site_builder.publish import SEARCH, SITE, Done, State, Written, stamped, with_more
from site_builder.store import Store, packed

TASKS = [f"en/practice/{number}" for number in range(500)]
FIRST = TASKS[0]
BROKEN = sqlite3.connect
"""Nothing that a store could keep."""


@pytest.fixture
def store() -> Store:
    return Store(None)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in TASKS:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.html").write_text(name)
    return tmp_path


@pytest.fixture
def state(site: Path) -> State:
    tasks = [Done(name, f"reads {name}", files(name, "first")) for name in TASKS]
    groups = {"lists": ("reads", ("en/home", "en/explore"))}
    return stamped(with_more(State(groups=groups), tasks), site, before=State())


def parts(store: Store) -> dict[str, bytes]:
    return {key: value for key, value in store.get_all(module.SITE).items() if "/" in key}


def files(name: str, digest: str) -> tuple[Written, ...]:
    page = Written(SITE, f"{name}/index.html", digest, "2026-01-31", ("a script",))
    return page, Written(SEARCH, f"0/{name}.html", digest, None, ())


def test_what_is_remembered_is_found_again(store: Store, site: Path, state: State) -> None:
    assert last_site(store, site) is None
    remember(store, site, state, last=None)
    last = last_site(store, site)
    assert last
    assert last.state == state
    assert last.changed == frozenset()
    assert is_last(store, site, last)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda state: {"reads": {**state.reads, FIRST: "other"}}, id="what a task read"),
        pytest.param(lambda state: {"written": {**state.written, FIRST: files(FIRST, "x")}}, id="a file"),
        pytest.param(lambda state: {"stamps": {**state.stamps, f"{FIRST}/index.html": (1, 1)}}, id="a time"),
        pytest.param(lambda state: {"stamps": dict(list(state.stamps.items())[1:])}, id="no time"),
        pytest.param(lambda state: {"groups": {}}, id="groups"),
        pytest.param(lambda state: without_first(state), id="a task that is gone"),
    ],
)
def test_a_small_change_is_remembered_and_little_is_written(
    store: Store, site: Path, state: State, change: Callable[[State], dict[str, Any]]
) -> None:
    remember(store, site, state, last=None)
    last, kept = last_site(store, site), parts(store)
    assert len(kept) == PARTS
    after = replace(state, **change(state))
    remember(store, site, after, last=last)
    found = last_site(store, site)
    assert found
    assert found.state == after
    assert not is_last(store, site, last)
    assert len(parts(store).items() - kept.items()) <= 1


def without_first(state: State) -> dict[str, Any]:
    reads = {name: read for name, read in state.reads.items() if name != FIRST}
    written = {name: files for name, files in state.written.items() if name != FIRST}
    stamps = {path: stamp for path, stamp in state.stamps.items() if not path.startswith(f"{FIRST}/")}
    return {"reads": reads, "written": written, "stamps": stamps}


def test_what_others_have_changed_since_is_told(store: Store, site: Path, state: State) -> None:
    remember(store, site, state, last=None)
    (site / FIRST / "index.html").write_text("somebody else's")
    (site / TASKS[1] / "index.html").unlink()
    last = last_site(store, site)
    assert last
    assert last.changed == {f"{FIRST}/index.html", f"{TASKS[1]}/index.html"}


def test_nothing_is_remembered_where_a_part_is_missing(store: Store, site: Path, state: State) -> None:
    remember(store, site, state, last=None)
    store.remove(module.SITE, next(iter(parts(store))))
    assert last_site(store, site) is None


def test_what_is_in_doubt_is_not_remembered_and_then_all_is_written_anew(
    store: Store, site: Path, state: State
) -> None:
    remember(store, site, state, last=None)
    doubt(store, site)
    assert last_site(store, site) is None
    after = State(reads={FIRST: "alone"}, written={FIRST: ()})
    remember(store, site, after, last=None)
    found = last_site(store, site)
    assert found
    assert found.state == after


def test_of_a_site_that_is_gone_nothing_is_kept(store: Store, site: Path, state: State) -> None:
    remember(store, site, state, last=None)
    forget_site(store, site)
    assert store.get_all(module.SITE) == {}
    assert last_site(store, site) is None


def test_where_not_all_of_it_can_be_kept_nothing_is(
    store: Store, site: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(store, site, state, last=None)
    last, kept = last_site(store, site), store.get_all(module.SITE)
    monkeypatch.setattr(
        module, "packed", lambda value: BROKEN if isinstance(value[0], str) else packed(value)
    )
    remember(store, site, State(reads={FIRST: "x"}, written={FIRST: ()}), last=last)
    assert store.get_all(module.SITE) == kept
