"""The store: what earlier runs have worked out, under the digest of all that they read for it.

It is a cache: it can be deleted at any time, and a run that cannot write to it works all the same.

A pull request could bring a file that claims to be a store, and that says of a bad entry that nothing is wrong with it.
So a store is sealed with a secret of the user's, and one with another seal is emptied; one that cannot be emptied, or
that holds anything besides our table, which might fill it again, gives way to a new one. What is read from it may be
made of a few harmless types, and of nothing else.
"""

import contextlib
import hashlib
import hmac
import io
import os
import pickle
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from platformdirs import user_cache_path

Result = TypeVar("Result")

FILE_NAME, SEAL = "store.sqlite", "seal"
SECRET = "PRACTICE_BANK_SECRET"
"""The variable of the environment that may hold the secret, for a store that is carried between machines, as in CI."""
SECRET_LENGTH = 32
CODE = (".py", ".yml", ".html", ".txt")
"""How the files end that have a say in it, too."""
LIBRARIES = ("babel", "jinja2", "markdown_it_py", "nh3", "pydantic", "pyyaml")
"""Those that have a say in what pages look like and in what is found in entries."""
KEYS_AT_ONCE = 500
WAIT = 60.0
"""Seconds to wait for another run that writes."""
SCHEMA = """
create table if not exists results (kind text not null, key text not null, value blob not null, primary key (kind, key))
"""
"""With row ids, so that to find a key no value has to be read: some values are large."""
TABLES = "select type, name, tbl_name, sql from sqlite_master"
"""What asks for all that a file defines. A view, or a trigger, would say what it likes."""
BESIDE = ("", "-wal", "-shm")
"""What the names of a store's files end in: SQLite keeps two more beside it."""


def digest_of(*parts: bytes | str) -> str:
    """Thirty-two hexadecimal digits that stand for these parts, in this order."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode() if isinstance(part, str) else part
        found.update(len(encoded).to_bytes(8))
        found.update(encoded)
    return found.hexdigest()


@cache
def code_digest() -> str:
    """Changes with every file of this package that is code, a label or a template, and with the libraries."""
    package = os.path.dirname(__file__)  # noqa: PTH120  of three hundred files, Path objects would take the most time
    files = sorted(path for path in _files_below(package) if path.endswith(CODE))
    parts = [part for path in files for part in (path.removeprefix(package), _bytes_of(path))]
    return digest_of(*parts, *_versions())


def _files_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                yield from _files_below(item.path)
            else:
                yield item.path


def _bytes_of(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def _versions() -> list[str]:
    """The libraries with their versions, as installers name the folders of what they know of them.

    To read what stands in these folders takes longer than to check an entry.
    """
    folders = (Path(folder) for folder in sys.path if Path(folder).is_dir())
    names = {path.name.lower() for folder in folders for path in folder.glob("*.dist-info")}
    found = sorted(name for name in names if name.split("-")[0] in LIBRARIES)
    if len(found) == len(LIBRARIES):
        return found
    from importlib.metadata import version

    return [version(name) for name in LIBRARIES]


def _seal() -> bytes:
    """What only this user, with this code, can have written."""
    return hmac.digest(_secret(), code_digest().encode(), "sha256")


def _secret() -> bytes:
    """The user's secret, which is made when it is first asked for; another one each time where it cannot be kept."""
    if given := os.environ.get(SECRET):
        return given.encode()
    file = user_cache_path("practice-bank") / "secret"
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(made, secrets.token_bytes(SECRET_LENGTH))
            os.close(made)
        if len(kept := file.read_bytes()) == SECRET_LENGTH:
            return kept
    return secrets.token_bytes(SECRET_LENGTH)


def digest_of_files(paths: Iterable[Path]) -> str:
    """The digest of the names and bytes of these files, and of all below those that are folders."""
    parts: list[bytes | str] = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                parts += [file.as_posix(), file.read_bytes()]
    return digest_of(*parts)


class Store:
    """Values by kind and key, in a file in this folder; without a folder, or where it cannot be written, in memory.

    It holds nothing that other code of ours, or somebody else, has put there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE_NAME if folder else None
        self._process = os.getpid()
        self._opened: sqlite3.Connection | None = _opened(self._path)
        for make_it_ours in (self._take_over, self._begin_anew, self._stay_in_memory):
            if not self._is_ours():
                make_it_ours()

    def _is_ours(self) -> bool:
        with contextlib.suppress(NotAValue):
            return self.get(SEAL, "") == _seal()
        return False

    def _take_over(self) -> None:
        """Empty what has another seal, and seal it; what another run of ours has begun to keep meanwhile stays."""
        with contextlib.suppress(sqlite3.DatabaseError), self._connection:
            self._connection.execute("begin immediate")
            if not self._is_ours():
                self._connection.execute("delete from results")
                self._connection.execute("insert into results values (?, '', ?)", (SEAL, _seal()))

    def _begin_anew(self) -> None:
        """A file that cannot be emptied gives way to a new one."""
        self.close()
        with contextlib.suppress(OSError):
            _remove(self._path)
        self._take_over()

    def _stay_in_memory(self) -> None:
        self.close()
        self._path = None
        self._take_over()

    def tried(self, work: Callable[[], Result]) -> Result:
        """What ``work`` comes to. Where something that was kept cannot be read, it begins again with nothing kept."""
        try:
            return work()
        except NotAValue:
            self.clear()
            return work()

    @property
    def _connection(self) -> sqlite3.Connection:
        """This process's own: a connection must not be used by a copy of the process that opened it.

        One that was closed is opened again.
        """
        if self._process != os.getpid() or self._opened is None:
            self._process, self._opened = os.getpid(), _opened(self._path)
        return self._opened

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back, until somebody asks for something again."""
        if self._opened:
            self._opened.close()
        self._opened = None

    def get(self, kind: str, key: str) -> bytes | None:
        """One value; None where there is none."""
        rows = self._found("select value from results where kind = ? and key = ?", kind, key)
        return rows[0][0] if rows else None

    def once(self, kind: str, key: str, reads: str, make: Callable[[], Result]) -> Result:
        """What ``make`` gives; where what was kept under this kind and key was made of the same ``reads``, that."""
        stored = self.get(kind, key)
        known: Any = unpacked(stored) if stored else (None, None)
        found: Result = known[1] if known[0] == reads else make()
        if known[0] != reads:
            self.put(kind, {key: packed((reads, found))})
        return found

    def holds(self, kind: str) -> bool:
        """Whether there is any value of a kind."""
        return bool(self._found("select 1 from results where kind = ? limit 1", kind))

    def get_all(self, kind: str) -> dict[str, bytes]:
        """All values of a kind by key."""
        return dict(self._found("select key, value from results where kind = ?", kind))

    def _found(self, question: str, *asked: str) -> list[Any]:
        try:
            return self._connection.execute(question, asked).fetchall()
        except sqlite3.DatabaseError as error:
            raise NotAValue(f"the store cannot be read: {error}") from error

    def put(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Keep these values."""
        rows = (
            (kind, key, values[key]) for key in sorted(values)
        )  # in the order of the table, which is quicker
        self._change("insert or replace into results values (?, ?, ?)", rows)

    def clear(self) -> None:
        """Forget everything that was put there."""
        for begin_otherwise in (self._begin_anew, self._stay_in_memory):
            if not self._change("delete from results where kind != ?", [(SEAL,)]):
                begin_otherwise()

    def remove(self, kind: str, *keys: str) -> None:
        """Forget these values."""
        self._change("delete from results where kind = ? and key = ?", [(kind, key) for key in keys])

    def _change(self, order: str, rows: Iterable[tuple[Any, ...]]) -> bool:
        """Whether that could be done: the file may be read-only, or damaged, or the disk full."""
        with contextlib.suppress(sqlite3.DatabaseError), self._connection:
            self._connection.executemany(order, rows)
            return True
        return False

    def keep_only(self, kind: str, keys: Iterable[str]) -> None:
        """Remove of a kind all but these."""
        known = {row[0] for row in self._found("select key from results where kind = ?", kind)}
        self.remove(kind, *known.difference(keys))


def _opened(path: Path | None) -> sqlite3.Connection:
    """The file's table; of a file that holds something else nothing is kept, as of a cache that was deleted."""
    for attempt in _attempts(path):
        with contextlib.suppress(sqlite3.DatabaseError):
            connection = sqlite3.connect(attempt, timeout=WAIT, check_same_thread=False)
            if _has_our_table(connection):
                return connection
            connection.close()
    raise AssertionError("a store in memory can always be opened")


def _has_our_table(connection: sqlite3.Connection) -> bool:
    """Whether a file has our table, which a new one gets, and nothing else that could say what is found there."""
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = off")
    connection.execute(SCHEMA)
    return connection.execute(TABLES).fetchall() == _our_table()


@cache
def _our_table() -> list[Any]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(SCHEMA)
        return connection.execute(TABLES).fetchall()


def _attempts(path: Path | None) -> Iterator[str]:
    if path:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield str(path)
            _remove(path)
            yield str(path)
    yield ":memory:"


def _remove(path: Path | None) -> None:
    for ending in BESIDE if path else ():
        Path(f"{path}{ending}").unlink(missing_ok=True)


# --- values -----------------------------------------------------------------------------------------------------------

HARMLESS: dict[tuple[str, str], Any] = {("decimal", "Decimal"): Decimal}
"""The types that a stored value may be made of besides Python's own."""


def harmless(kind: type) -> type:
    """Allow stored values to hold this type of ours. Making one must do nothing but hold what it is given."""
    HARMLESS[kind.__module__, kind.__qualname__] = kind
    return kind


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only what is known to be harmless: nothing is imported, and no function is called."""
        try:
            return HARMLESS[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a store holds") from None


class NotAValue(ValueError):
    """Bytes that nobody has packed here."""


def packed(value: object) -> bytes:
    """A value as bytes for the store. The same value gives the same bytes within one process only."""
    return pickle.dumps(value, protocol=5)


def unpacked(value: bytes) -> Any:
    """The value of such bytes; NotAValue where they hold anything else than data."""
    try:
        return _Reader(io.BytesIO(value)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError) as error:
        raise NotAValue(f"not a value of the store: {error}") from error
