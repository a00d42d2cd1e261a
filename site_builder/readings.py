"""A bank's files -> what is known of each: read, parsed and checked once, and kept under the digest of its bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from . import markdown
from .cores import spread
from .diagnostics import Diagnostic, Position, Severity
from .files import NotRegular, TooLarge, read_regular
from .load import MAX_BYTES, Entry, load, load_bytes
from .rules import Context
from .rules.outline import Outline, outline_of
from .store import Store, code_digest, digest_of, harmless, packed, unpacked
from .validate import Checked, check

AT_ONCE = 64
"""So many files a process works on before it reports."""
READING, DATA, DOCUMENT, CHECKED = "reading", "data", "document", "checked"
BARE_READING = "bare reading"
"""A reading of a file whose data and document are not kept."""

Told = Callable[[int, int], None]
"""Told how many of how many files are done."""


@harmless
@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file without its frontmatter, its body, and where in it everything stands."""

    outline: Outline
    is_valid: bool
    """Whether the schema has nothing against it."""
    facts: str
    """A digest of the frontmatter."""


for kind in (
    Checked,
    Diagnostic,
    Outline,
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
    paths: Sequence[Path],
    context: Context,
    store: Store,
    *,
    told: Told | None = None,
    is_whole: bool = True,
) -> list[File]:
    """What is known of these files, in their order: from the store, or worked out on all cores and kept there.

    Who needs neither the data nor the documents of files says that it need not be whole, which is quicker.
    """
    surroundings = surroundings_of(context)
    keys = {path: key_of(path, root=context.place.root) for path in paths}
    readings, checked = store.get_all(READING), _checked(store, surroundings, context.today)
    readings |= {} if is_whole else store.get_all(BARE_READING)
    missing = [path for path, key in keys.items() if key not in readings or key not in checked]
    made = dict(zip(missing, _made(missing, context, told, is_whole=is_whole), strict=True))
    _keep(made.values(), store, surroundings, is_whole=is_whole)
    files = [
        _file(made[path]) if path in made else File(key, unpacked(readings[key]), checked[key].findings)
        for path, key in keys.items()
    ]
    _forget(store, [file.key for file in files], surroundings)
    return files


def surroundings_of(context: Context) -> str:
    """The digest of what rules look at besides a file: the settings, the vocabulary and the labels."""
    labels = [repr((language.interface, language.terms)) for language in context.languages.values()]
    return digest_of(repr(context.settings), repr(context.vocabulary), *labels)


def _checked(store: Store, surroundings: str, today: date) -> Mapping[str, Checked]:
    """What was found in files, by their keys, as far as it still holds."""
    known = {
        key: unpacked(value) for key, value in store.get_all(CHECKED).items() if key.endswith(surroundings)
    }
    return {key.removesuffix(surroundings): one for key, one in known.items() if one.holds_on(today)}


def _file(made: Made) -> File:
    return File(made.key, unpacked(made.reading), unpacked(made.checked).findings)


def _keep(made: Iterable[Made], store: Store, surroundings: str, *, is_whole: bool) -> None:
    """Put what was made into the store; nothing of a file that could not be read."""
    found = [one for one in made if one.key]
    store.put(READING if is_whole else BARE_READING, {one.key: one.reading for one in found})
    if is_whole:
        store.put(DATA, {one.key: one.data for one in found})
        store.put(DOCUMENT, {one.key: one.document for one in found})
    store.put(CHECKED, {f"{one.key}{surroundings}": one.checked for one in found})


def _forget(store: Store, keys: Sequence[str], surroundings: str) -> None:
    """Remove what no file of today needs."""
    for kind in (READING, BARE_READING, DATA, DOCUMENT):
        store.keep_only(kind, keys)
    store.keep_only(CHECKED, (f"{key}{surroundings}" for key in keys))


def key_of(path: Path, *, root: Path) -> str:
    """The digest under which what is known of a file is kept; empty for a file that cannot be read."""
    try:
        raw = read_regular(path, limit=MAX_BYTES)
    except (NotRegular, TooLarge, OSError):
        return ""
    return _key(raw, path.relative_to(root).as_posix())


def _key(raw: bytes, path: str) -> str:
    return digest_of(code_digest(), path, raw)


def _made(paths: Sequence[Path], context: Context, told: Told | None, *, is_whole: bool) -> Iterator[Made]:
    done = 0
    for portion in spread(partial(_make_all, context=context, is_whole=is_whole), paths, at_once=AT_ONCE):
        yield from portion
        done += len(portion)
        if told:
            told(done, len(paths))


def _make_all(paths: Sequence[Path], *, context: Context, is_whole: bool) -> list[Made]:
    return [_make(path, context, is_whole=is_whole) for path in paths]


def _make(path: Path, context: Context, *, is_whole: bool) -> Made:
    """Read the file once, so that what is kept under the digest of its bytes was made of these bytes."""
    root = context.place.root
    try:
        raw = read_regular(path, limit=MAX_BYTES)
    except (NotRegular, TooLarge, OSError):
        return _made_of(load(path, root=root), "", context, is_whole=is_whole)
    relative = path.relative_to(root).as_posix()
    return _made_of(load_bytes(raw, path=relative), _key(raw, relative), context, is_whole=is_whole)


def _made_of(entry: Entry, key: str, context: Context, *, is_whole: bool) -> Made:
    document = context.document(entry)
    reading = Reading(
        outline=outline_of(entry, document),
        is_valid=entry.is_readable and not entry.schema_errors,
        facts=digest_of(entry.path, repr(entry.data)),
    )
    data, kept = (packed(entry.data), packed(document)) if is_whole else (b"", b"")
    return Made(key, packed(reading), data, kept, packed(check(entry, context)))
