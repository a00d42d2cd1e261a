"""Entries -> diagnostics: every rule on every entry, all findings of all files in one run, sorted."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path

from .diagnostics import Diagnostic, Severity
from .language import read_language
from .load import Entry, StoredEntry, load
from .rules import RULES, Context, Rule
from .settings import NotABank, Place
from .store import Store
from .vocabulary import read_vocabulary


def entry_files(place: Place) -> list[Path]:
    """What stands where entries do, sorted: files that end in .md, and links to folders. README files are none.

    Links are listed to be refused, and never followed.
    """
    return [Path(found.path) for found in found_entries(place)]


def found_entries(place: Place) -> list["os.DirEntry[str]"]:
    """The same, as the system lists them: of ten thousand files, this takes a moment."""
    return sorted(_entries_below(str(place.practices)), key=attrgetter("path"))


def listed(place: Place) -> Mapping[str, "os.DirEntry[str]"]:
    """The same by their paths relative to the bank's root, with forward slashes, in the same order."""
    skipped, found = len(f"{place.root}{os.sep}"), found_entries(place)
    if os.sep == "/":
        return {item.path[skipped:]: item for item in found}
    return {item.path[skipped:].replace(os.sep, "/"): item for item in found}


def _entries_below(folder: str) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as listed:
        items = list(listed)
    found = [item for item in items if _claims_to_be_an_entry(item)]
    for below in (item for item in items if item.is_dir(follow_symlinks=False)):
        found += _entries_below(below.path)
    return found


def _claims_to_be_an_entry(item: "os.DirEntry[str] | Path") -> bool:
    name = item.name
    if name.endswith(".md") or name.lower().endswith(".md"):
        return name != "README.md"
    return item.is_symlink() and item.is_dir()


def entries_at(place: Place, path: Path) -> list[Path]:
    """The entry at this path, or those in the folder that it is; none where it is neither."""
    if _claims_to_be_an_entry(path):
        return [path]
    below = f"{path}{os.sep}"
    return [Path(item.path) for item in found_entries(place) if item.path.startswith(below)]


def read_context(place: Place) -> Context:
    """Read a bank's settings, vocabulary and entries; NotABank where it has no usable ones."""
    surroundings = read_surroundings(place)
    return replace(surroundings, entries=tuple(load(path, root=place.root) for path in entry_files(place)))


def read_surroundings(place: Place, store: Store | None = None) -> Context:
    """Read a bank's settings and vocabulary, and none of its entries; NotABank where there are no usable ones.

    With a store, what YAML files hold is parsed once.
    """
    settings = place.settings()
    _assert_has_entries(place.practices)
    return Context(
        place=place,
        settings=settings,
        languages={code: read_language(code, place, store) for code in settings.languages},
        vocabulary=read_vocabulary(place, settings, store),
    )


def _assert_has_entries(folder: Path) -> None:
    """NotABank where there is no folder of entries, or it cannot be read; it may be empty.

    Otherwise a slip, such as a folder of another name, would pass as clean and be published as an empty site.
    """
    begin = "`practice-bank new SLUG` begins the first entry."
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        raise NotABank(f"{folder} does not exist: the bank has no entries. {begin}") from None
    except NotADirectoryError:
        raise NotABank(f"{folder} is not a folder. Remove it, then {begin}") from None
    except OSError as error:
        message = f"{folder}, where the entries are, cannot be read: {error.strerror}."
        raise NotABank(f"{message} Give yourself the permission to read it.") from error


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules find that look at nothing but the entry itself, and until when that holds."""

    findings: tuple[Diagnostic, ...]
    since: date
    """The day on which the entry was checked."""
    until: date
    """The first day on which something else may be found, though nothing has changed."""

    def holds_on(self, day: date) -> bool:
        """Whether the same would be found on this day."""
        return self.since <= day < self.until


def check(entry: Entry, context: Context) -> Checked:
    """What those rules find that look at the entry, the settings, the vocabulary and the languages alone."""
    findings, until = context.until(lambda: tuple(local_findings(entry, context)))
    return Checked(findings, context.today, until)


def local_findings(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What the rules find that look neither at other entries nor at pictures."""
    return _findings(entry, context, LOCAL)


def picture_findings(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What the rules find that look at the entry's pictures; ``rules.pictures.state_of`` says when that changes."""
    return _findings(entry, context, ON_DISK)


def across_findings(context: Context, *, on_texts: bool | None = None) -> Iterator[Diagnostic]:
    """What the rules find that look across the entries of ``context.around``. Few of their files are read for it.

    What those rules find that look ``on_texts`` changes with every word; what the others find, with facts only.
    """
    rules = tuple(rule for rule in ACROSS if on_texts in (None, rule.on_texts))
    columns = map(context.outlines.column, ("path", "slug", "language"))
    for path, slug, language in zip(*columns, strict=True):
        entry = StoredEntry(path, slug, language, context.entry)
        yield from _findings(entry, context, rules)


def findings_around(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What the rules find in an entry that look across the bank."""
    return _findings(entry, context, ACROSS)


LOCAL = tuple(rule for rule in RULES.values() if not rule.across and not rule.on_disk)
ON_DISK = tuple(rule for rule in RULES.values() if rule.on_disk)
ACROSS = tuple(rule for rule in RULES.values() if rule.across)


def _findings(entry: Entry, context: Context, rules: Iterable[Rule]) -> Iterator[Diagnostic]:
    for rule in rules:
        yield from rule.diagnostics(entry, context)


def validate(context: Context, entries: Iterable[Entry] | None = None) -> list[Diagnostic]:
    """All findings in these entries, or in all of the bank, sorted by file and place."""
    chosen = context.entries if entries is None else entries
    return sorted(found for entry in chosen for found in _findings(entry, context, RULES.values()))


def paths_with_errors(diagnostics: Iterable[Diagnostic]) -> frozenset[str]:
    """The files that may not enter the bank."""
    return frozenset(item.path for item in diagnostics if item.severity is Severity.ERROR)
