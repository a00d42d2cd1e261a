"""The store: what is kept is found again, by the same user and the same code, and nothing in it can do anything."""

import contextlib
import os
import pickle
import sqlite3
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from site_builder import store as module
from site_builder.diagnostics import Diagnostic, Position, Severity
from site_builder.readings import File
from site_builder.store import FILE_NAME, SECRET, NotAValue, Store, digest_of, packed, unpacked


def test_what_is_put_is_found(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1", "b": b"2"})
    with Store(tmp_path) as store:
        assert store.get("kind", "a") == b"1"
        assert store.get("kind", "c") is None
        assert store.get_all("kind") == {"a": b"1", "b": b"2"}
        assert store.get_all("other") == {}
        store.keep_only("kind", ["b", "c"])
        assert store.get_all("kind") == {"b": b"2"}
        store.remove("kind", "b")
        assert store.get_all("kind") == {}


def test_what_reads_the_same_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    for reads, value, found in (("a", "first", "first"), ("a", "second", "first"), ("b", "third", "third")):
        with Store(tmp_path) as store:
            assert store.once("kind", "key", reads, partial(make, value)) == found
    assert made == ["first", "third"]


def test_without_a_folder_it_is_in_memory() -> None:
    with Store(None) as store:
        store.put("kind", {"a": b"1"})
        assert store.get("kind", "a") == b"1"


def test_where_nothing_can_be_written_it_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with Store(tmp_path / "file") as store:
        store.put("kind", {"a": b"1"})
        assert store.get("kind", "a") == b"1"


def test_another_kind_of_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 100)
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
    with Store(tmp_path) as store:
        assert store.get("kind", "a") == b"1"


def test_what_another_user_has_put_there_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "one")
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
    monkeypatch.setenv(SECRET, "another")
    with Store(tmp_path) as store:
        assert store.get("kind", "a") is None


def test_what_other_code_has_put_there_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
    monkeypatch.setattr(module, "code_digest", lambda: "other")
    with Store(tmp_path) as store:
        assert store.get("kind", "a") is None


TRIGGER = (
    "create trigger t after insert on results begin insert into results values ('kind', 'a', x'31'); end"
)
VIEW = """
alter table results rename to hidden;
create view results as select 'kind' as kind, 'a' as key, x'31' as value
"""


@pytest.mark.parametrize("definitions", [TRIGGER, VIEW], ids=["trigger", "view"])
def test_a_file_that_would_fill_itself_again_gives_way_to_a_new_one(tmp_path: Path, definitions: str) -> None:
    Store(tmp_path).close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("delete from results")
        connection.executescript(definitions)
    with Store(tmp_path) as store:
        assert store.get("kind", "a") is None
        store.put("kind", {"b": b"2"})
    with Store(tmp_path) as store:
        assert store.get_all("kind") == {"b": b"2"}


WRITE_VERSION = 18
"""Where a file of SQLite says who may write to it: one of a version to come may only be read."""


def test_what_another_user_has_put_into_a_file_that_cannot_be_emptied_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "one")
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
    file = tmp_path / FILE_NAME
    raw = bytearray(file.read_bytes())
    raw[WRITE_VERSION] = 9
    file.write_bytes(raw)
    monkeypatch.setenv(SECRET, "another")
    with Store(tmp_path) as store:
        assert store.get("kind", "a") is None
        store.put("kind", {"b": b"2"})
    with Store(tmp_path) as store:
        assert store.get_all("kind") == {"b": b"2"}


def test_of_a_damaged_file_all_is_forgotten_and_the_work_begins_again(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("kind", {f"{number:04}": b"value" * 100 for number in range(500)})
    file = tmp_path / FILE_NAME
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 4] + b"\xff" * (len(raw) // 2) + raw[len(raw) * 3 // 4 :])
    with Store(tmp_path) as store:
        with pytest.raises(NotAValue, match="cannot be read"):
            store.get_all("kind")
        assert store.tried(lambda: store.get_all("kind")) == {}
        store.put("kind", {"b": b"2"})
    with Store(tmp_path) as store:
        assert store.get_all("kind") == {"b": b"2"}


def test_the_secret_is_made_once_and_for_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
    with Store(tmp_path) as store:
        assert store.get("kind", "a") == b"1"
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["secret"]
    assert os.name != "posix" or files[0].stat().st_mode & 0o077 == 0


def test_what_another_run_has_kept_since_is_not_taken_for_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two runs that begin at the same time, the second may look for a seal before the first has put one there."""
    get, looked = Store.get, list[str]()

    def too_early(store: Store, kind: str, key: str) -> bytes | None:
        looked.append(kind)
        if len(looked) > 1:
            return get(store, kind, key)
        with monkeypatch.context() as there:
            there.setattr(Store, "get", get)
            with Store(tmp_path) as first:
                first.put("kind", {"a": b"1"})
        return None

    monkeypatch.setattr(Store, "get", too_early)
    with Store(tmp_path) as second:
        assert second.get("kind", "a") == b"1"


def test_what_is_kept_after_all_was_forgotten_is_there_for_the_next_run(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("kind", {"a": b"1"})
        store.clear()
        assert store.get("kind", "a") is None
        store.put("kind", {"b": b"2"})
    with Store(tmp_path) as store:
        assert store.get_all("kind") == {"b": b"2"}


def test_two_may_use_it_at_a_time(tmp_path: Path) -> None:
    with Store(tmp_path) as one, Store(tmp_path) as other:
        one.put("kind", {"a": b"1"})
        other.put("kind", {"b": b"2"})
        assert one.get_all("kind") == other.get_all("kind") == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize(
    "value",
    [None, 1, "text", b"raw", ["a", ("b", 2.5)], {"key": {"inner": Decimal("1.10")}}, frozenset({1, 2}),
     Diagnostic("x.md", Position(2, 3), "PB101", Severity.ERROR, "wrong", "mend it")],
)  # fmt: skip
def test_values_come_back_as_they_were(value: object) -> None:
    assert unpacked(packed(value)) == value


class Harm:
    """What does something when it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "value", [pickle.dumps(Harm()), pickle.dumps(Path("/")), pickle.dumps(File), b"", b"\x80\x05", b"text"]
)
def test_nothing_but_data_is_read(value: bytes) -> None:
    with pytest.raises(NotAValue):
        unpacked(value)


def test_a_digest_knows_where_a_part_ends() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc") != digest_of("abc")
    assert digest_of("a", b"b") == digest_of(b"a", "b")
    assert len(digest_of()) == 32


def test_a_file_that_is_no_store_is_never_followed(tmp_path: Path) -> None:
    """A store that somebody else has written holds rows, and none of them is believed."""
    with Store(tmp_path):
        pass
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("delete from results")
        connection.execute("insert into results values ('kind', 'a', x'31')")
    with Store(tmp_path) as store:
        assert store.get_all("kind") == {}
