"""What a rule is, and the register of all rules."""

import difflib
import heapq
import inspect
import itertools
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from .. import markdown
from ..diagnostics import Diagnostic, Position, Severity
from ..language import Language
from ..load import Entry, StoredEntry
from ..settings import Place, Settings
from ..vocabulary import Vocabulary
from .duplicates import Duplicates
from .outline import Outline, Outlines, outline_of

Table = TypeVar("Table")

MOST_FINDINGS = 50
"""So many findings of one rule in one entry are listed: a flood would hide those in other entries, and take long."""
MESSAGE_LENGTH = 600
FEW_WORDS = 200
"""So many words are compared one by one."""
CANDIDATES = 50
"""So many of more words are: those that share the most runs of letters."""
RUN = 3
LAST_DAY = date.max - timedelta(days=1)


class Finding(NamedTuple):
    """What a rule found in one entry: where, what, and how to mend it."""

    position: Position
    message: str
    hint: str | None = None


@dataclass(frozen=True)
class Around:
    """The entries of a bank as they are known without their files."""

    outlines: Outlines
    """Of every entry."""
    read: Callable[[str], Entry]
    """The entry whose path, relative to the bank, this is."""
    is_for_few: bool = False
    """Whether only a few entries are to be checked: then tables of the whole bank cost more than they save."""
    duplicates: Duplicates | None = None
    """The near duplicates among them; None where nobody has looked for them yet."""


@dataclass(frozen=True)
class Context:
    """What rules may look at besides the entry itself."""

    place: Place
    settings: Settings
    vocabulary: Vocabulary
    languages: Mapping[str, Language]
    entries: tuple[Entry, ...] = ()
    """Every entry of the bank, right or wrong."""
    today: date = field(default_factory=date.today)
    around: Around | None = None
    """What takes the place of ``entries`` for rules that look across them; None where that comes from the entries."""

    @cached_property
    def originals(self) -> Mapping[str, Entry]:
        """The originals by slug; the first where two files claim one slug."""
        return {entry.slug: entry for entry in reversed(self.entries) if not entry.is_translation}

    @cached_property
    def translations(self) -> Mapping[tuple[str, str], Entry]:
        """The translations by slug and language."""
        return {(entry.slug, entry.language): entry for entry in self.entries if entry.language is not None}

    @cached_property
    def outlines(self) -> Outlines:
        """Every entry of the bank in outline, by path."""
        return self.around.outlines if self.around else Outlines.of(map(self.outline, self.entries))

    @cached_property
    def paths_by_slug(self) -> Mapping[str, str]:
        """The paths of the originals; the first where two files claim one slug."""
        known = zip(*map(self.outlines.column, ("slug", "path", "language")), strict=True)
        return {slug: path for slug, path, language in reversed(tuple(known)) if language is None}

    def original(self, slug: str) -> Outline | None:
        """The original of this slug in outline; None where there is none."""
        path = self.paths_by_slug.get(slug)
        return None if path is None else self.outlines[path]

    def outline(self, entry: Entry) -> Outline:
        """The entry in outline."""
        if isinstance(entry, StoredEntry):
            return self.outlines[entry.path]
        return self.made(entry, _outline)

    def document(self, entry: Entry) -> markdown.Document:
        """The entry's parsed body."""
        return self.made(entry, _document)

    def entry(self, path: str) -> Entry:
        """The entry of the bank that has this path, with all that its file holds."""
        return self.around.read(path) if self.around else self._by_path[path]

    @cached_property
    def _by_path(self) -> Mapping[str, Entry]:
        return {entry.path: entry for entry in self.entries}

    def made(self, entry: Entry, make: Callable[[Entry, "Context"], Table]) -> Table:
        """What ``make`` says of an entry, asked only once. It must not depend on anything but the entry."""
        if make not in entry.notes:
            entry.notes[make] = make(entry, self)
        table: Table = entry.notes[make]
        return table

    def is_past(self, day: date) -> bool:
        """Whether this day is over. What a rule finds by it is another thing as soon as the day has passed."""
        if day < self.today:
            return True
        self._days_ahead.append(day)
        return False

    @cached_property
    def _days_ahead(self) -> list[date]:
        return []

    def until(self, ask: Callable[[], Table]) -> tuple[Table, date]:
        """An answer, and the first day on which it may be another one, as far as it depends on what day it is."""
        self._days_ahead.clear()
        answer = ask()
        return answer, min(self._days_ahead, default=LAST_DAY) + timedelta(days=1)

    @cached_property
    def _tables(self) -> dict[Callable[..., Any], Any]:
        return {}

    def once(self, make: Callable[["Context"], Table]) -> Table:
        """What ``make`` says of the whole bank, asked only once: rules that compare entries stay linear."""
        if make not in self._tables:
            self._tables[make] = make(self)
        table: Table = self._tables[make]
        return table


def _document(entry: Entry, _: Context) -> markdown.Document:
    return markdown.parse(entry.body)


def _outline(entry: Entry, context: Context) -> Outline:
    return outline_of(entry, context.document(entry))


Check = Callable[[Entry, Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its name, and what its docstring says of it."""

    code: str
    name: str
    severity: Severity
    check: Check
    across: bool = False
    """Whether it looks at other entries, too. Of the entry itself such a rule sees little more than the outline."""
    dated: bool = False
    """Whether what it finds depends on what day it is."""
    on_disk: bool = False
    """Whether it looks at the entry's pictures."""
    on_texts: bool = False
    """Whether it looks at what changes in an outline with every word: its digest and its sketch."""

    @property
    def summary(self) -> str:
        """The docstring's first paragraph: what the rule finds, and why that matters."""
        return " ".join(self._documentation.split("Bad:")[0].split())

    @property
    def bad(self) -> str:
        """An example that the rule reports."""
        return self._example("Bad")

    @property
    def good(self) -> str:
        """The same example, mended."""
        return self._example("Good")

    @property
    def _documentation(self) -> str:
        return inspect.getdoc(self.check) or ""

    def _example(self, title: str) -> str:
        match = re.search(rf"^{title}:\n+((?:    .*\n?|\n)+)", self._documentation + "\n", re.MULTILINE)
        return textwrap.dedent(match[1]).strip("\n") if match else ""

    def diagnostics(self, entry: Entry, context: Context) -> Sequence[Diagnostic]:
        """The rule's findings in one entry; of a flood the first ones, and a last one that says so."""
        found = [*itertools.islice(self.check(entry, context), MOST_FINDINGS + 1)]
        if not found:  # as most rules in most entries
            return ()
        if len(found) > MOST_FINDINGS:
            message = f"there are more findings of this kind than the {MOST_FINDINGS} that are listed"
            found[-1] = Finding(found[-1].position, message, "mend those first")
        return [self._diagnostic(entry, one) for one in found]

    def _diagnostic(self, entry: Entry, found: Finding) -> Diagnostic:
        message, hint = _clipped(found.message), _clipped(found.hint) if found.hint else None
        return Diagnostic(entry.path, found.position, self.code, self.severity, message, hint)


def _clipped(text: str) -> str:
    return text if len(text) <= MESSAGE_LENGTH else text[:MESSAGE_LENGTH] + "…"


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity = Severity.ERROR,
    *,
    across: bool = False,
    dated: bool = False,
    on_disk: bool = False,
    on_texts: bool = False,
) -> Callable[[Check], Check]:
    """Register a check under its code. The check's docstring is the rule's documentation.

    What it looks at besides the entry, the settings and the vocabulary has to be said, so that a finding can be kept
    for as long as it holds.
    """

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"{code} is the code of {RULES[code].name} already")
        options = {"across": across, "dated": dated, "on_disk": on_disk, "on_texts": on_texts}
        RULES[code] = Rule(code, name, severity, check, **options)
        return check

    return register


def did_you_mean(
    word: object, known: Iterable[str], *, otherwise: str | None = None, likeness: float = 0.6
) -> str | None:
    """A hint that names the nearest of the known words, or says something else where none is near.

    Of many words only those are compared that share runs of letters with it: a bank may have ten thousand slugs.
    """
    words = tuple(sorted(known))
    candidates = words if len(words) <= FEW_WORDS else _sharing_runs(str(word), words)
    near = difflib.get_close_matches(str(word), candidates, n=1, cutoff=likeness)
    return f"did you mean '{near[0]}'?" if near else otherwise


def _sharing_runs(word: str, words: tuple[str, ...]) -> list[str]:
    table = _table_of_runs(words)
    shared = Counter(index for run in _runs(word) for index in table.get(run, ()))
    best = heapq.nsmallest(CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
    return [words[index] for index, _ in best]


@lru_cache(maxsize=8)
def _table_of_runs(words: tuple[str, ...]) -> Mapping[str, list[int]]:
    """The places of the words that hold each run of letters."""
    table: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        for run in _runs(word):
            table[run].append(index)
    return dict(table)


def _runs(word: str) -> set[str]:
    return {word[start : start + RUN] for start in range(min(len(word), MESSAGE_LENGTH))}
