"""A bank's files -> what is known of each: read, parsed and checked once, and kept under the digest of its bytes."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial

from . import markdown
from .cores import spread
from .diagnostics import Diagnostic, Position, Severity
from .files import NotRegular, TooLarge, read_regular
from .load import MAX_BYTES, Entry, load, load_bytes
from .rules import Context
from .rules.outline import Outline, outline_of
from .settings import Place
from .store import Store, code_digest, digest_of, harmless, packed, unpacked
from .validate import Checked, check

AT_ONCE = 64
"""So many files a process works on before it reports."""
READING, DATA, DOCUMENT, CHECKED = "reading", "data", "document", "checked"
BARE_READING = "bare reading"
"""A reading of a file whose data and document are not kept."""

Told = Callable[[int, int], None]
"""Told how many of how many files are done."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file without its frontmatter, its body, and where in it everything stands."""

    outline: Outline
    is_valid: bool
    """Whether the schema has nothing against it."""
    facts: str
    """A digest of the frontmatter."""
    outlined: str
    """A digest of what others may find in its outline, as ``Outline.facts`` says."""


for kind in (
    Checked,
    Diagnostic,
    Position,
    Severity,
    date,
    markdown.Document,
    markdown.Excess,
    markdown.Heading,
    markdown.Link,
    markdown.Piece,
    markdown.Section,
):
    harmless(kind)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bank, and what is known of it."""

    key: str
    """The digest of its path and its bytes, and of our code; empty where it cannot be read."""
    reading: Reading
    findings: tuple[Diagnostic, ...]
    """What the rules find that look at nothing but the file itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a process has made of a file, packed."""

    key: str
    reading: bytes
    data: bytes
    document: bytes
    checked: bytes


def read_files(
    keys: Mapping[str, str],
    context: Context,
    store: Store,
    *,
    told: Told | None = None,
    is_whole: bool = True,
) -> list[File]:
    """What is known of these files, in their order: from the store, or worked out on all cores and kept there.

    ``keys`` are what ``keys_of`` says of them. Who needs neither the data nor the documents of files says that it need
    not be whole, which is quicker.
    """
    surroundings = surroundings_of(context)
    kinds = (READING,) if is_whole else (BARE_READING, READING)
    rows = {key: row for kind in kinds for key, row in store.get_all(kind).items()}
    checked = _checked(store, surroundings, context.today)
    missing = [path for path, key in keys.items() if key not in rows or key not in checked]
    made: dict[str, File] = {}
    for portion in _made(missing, context, told, is_whole=is_whole):
        _keep(portion, store, surroundings, is_whole=is_whole)
        made |= {file.reading.outline.path: file for file in map(_file, portion)}
    files = [
        made.get(path) or File(key, _reading(rows[key]), checked[key].findings) for path, key in keys.items()
    ]
    _forget(store, rows.keys(), {file.key for file in files}, surroundings)
    return files


def _row(reading: Reading) -> bytes:
    """The reading of nothing but plain values, which are unpacked in a third of the time."""
    links = [tuple(link) for link in reading.outline.links]
    outline = tuple(reading.outline._replace(links=()))
    return packed((outline, links, reading.is_valid, reading.facts, reading.outlined))


def _reading(row: bytes) -> Reading:
    outline, links, *rest = unpacked(row)
    return Reading(Outline(*outline)._replace(links=tuple(itertools.starmap(markdown.Link, links))), *rest)


def surroundings_of(context: Context) -> str:
    """The digest of what rules look at besides a file: the settings, the vocabulary and the labels."""
    vocabulary = context.vocabulary.digest or repr(context.vocabulary)
    labels = [repr((language.interface, language.terms)) for language in context.languages.values()]
    return digest_of(repr(context.settings), vocabulary, *labels)


def _checked(store: Store, surroundings: str, today: date) -> Mapping[str, Checked]:
    """What was found in files, by their keys, as far as it still holds. Of most that is the same: nothing."""
    kept = {key: value for key, value in store.get_all(CHECKED).items() if key.endswith(surroundings)}
    known: dict[bytes, Checked] = {value: unpacked(value) for value in set(kept.values())}
    return {
        key.removesuffix(surroundings): known[value]
        for key, value in kept.items()
        if known[value].holds_on(today)
    }


def _file(made: Made) -> File:
    return File(made.key, _reading(made.reading), unpacked(made.checked).findings)


def _keep(made: Iterable[Made], store: Store, surroundings: str, *, is_whole: bool) -> None:
    """Put what was made into the store; nothing of a file that could not be read."""
    found = [one for one in made if one.key]
    store.put(READING if is_whole else BARE_READING, {one.key: one.reading for one in found})
    if is_whole:
        store.put(DATA, {one.key: one.data for one in found})
        store.put(DOCUMENT, {one.key: one.document for one in found})
    store.put(CHECKED, {f"{one.key}{surroundings}": one.checked for one in found})


def _forget(store: Store, known: Set[str], needed: Set[str], surroundings: str) -> None:
    """Remove what no file of today needs."""
    for kind in (READING, BARE_READING, DATA, DOCUMENT):
        store.remove(kind, *(known - needed))
    store.keep_only(CHECKED, (f"{key}{surroundings}" for key in needed))


def keys_of(place: Place, paths: Iterable[str]) -> dict[str, str]:
    """The digest under which what is known of each file is kept; empty for a file that cannot be read.

    ``paths`` are relative to the bank's root, as ``validate.listed`` gives them.
    """
    return {path: _key_of(f"{place.root}/{path}", path) for path in paths}


def _key_of(file: str, path: str) -> str:
    try:
        return _key(read_regular(file, limit=MAX_BYTES), path)
    except (NotRegular, TooLarge, OSError):
        return ""


def _key(raw: bytes, path: str) -> str:
    return hashlib.blake2b(f"{code_digest()}{path}\0".encode() + raw, digest_size=16).hexdigest()


def _made(
    paths: Sequence[str], context: Context, told: Told | None, *, is_whole: bool
) -> Iterator[list[Made]]:
    """What is made of these files, in portions: all of it at once would take up more than the bank does."""
    done = 0
    for portion in spread(partial(_make_all, context=context, is_whole=is_whole), paths, at_once=AT_ONCE):
        yield portion
        done += len(portion)
        if told:
            told(done, len(paths))


def _make_all(paths: Sequence[str], *, context: Context, is_whole: bool) -> list[Made]:
    return [_make(path, context, is_whole=is_whole) for path in paths]


def _make(path: str, context: Context, *, is_whole: bool) -> Made:
    """Read the file once, so that what is kept under the digest of its bytes was made of these bytes."""
    root = context.place.root
    try:
        raw = read_regular(f"{root}/{path}", limit=MAX_BYTES)
    except (NotRegular, TooLarge, OSError):
        return _made_of(load(root / path, root=root), "", context, is_whole=is_whole)
    return _made_of(load_bytes(raw, path=path), _key(raw, path), context, is_whole=is_whole)


def _made_of(entry: Entry, key: str, context: Context, *, is_whole: bool) -> Made:
    document = context.document(entry)
    outline = outline_of(entry, document)
    reading = Reading(
        outline=outline,
        is_valid=entry.is_readable and not entry.schema_errors,
        facts=digest_of(entry.path, repr(entry.data)),
        outlined=outline.facts,
    )
    data, kept = (packed(entry.data), packed(document)) if is_whole else (b"", b"")
    return Made(key, _row(reading), data, kept, packed(check(entry, context)))
