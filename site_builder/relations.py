"""What the texts of a bank have to do with each other, each part of it kept under the digest of what it reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from itertools import chain, islice
from typing import Any

from .analysis import Analysis, analyse
from .bank import Bank, Edition
from .compounds import compounds_in
from .cores import beside, spread, without_collecting
from .related import Common, Reason, ReasonKind, Related, Said, digest_of_reads, related, said_of
from .similar import (
    Compared,
    Neighbours,
    compared,
    in_language,
    neighbours_of,
    signs_in_language,
    signs_of,
)
from .store import Store, code_digest, digest_of, harmless, packed, unpacked

ANALYSIS, NEAR, RELATED, ENDS = "analysis", "near", "related", "ends"
AT_ONCE = 128

Told = Callable[[str, int, int], None]
"""Told of a stage how many of how many of its parts are done."""
Analyses = Mapping[tuple[str, str], Analysis]
"""What the words of each edition come to, by slug and language."""

for kind in (Compared, Reason, ReasonKind, Related):
    harmless(kind)


Row = tuple[tuple[str, ...], str, bytes]
"""What is kept of a practice: what pages say of its related ones, as short as can be, and these, packed."""


@dataclass(frozen=True)
class Found(Mapping[tuple[str, str], tuple[Related, ...]]):
    """Related practices that are unpacked when they are asked for: those of all would take ten times the room."""

    rows: Mapping[tuple[str, str], Row]

    def __getitem__(self, key: tuple[str, str]) -> tuple[Related, ...]:
        found: tuple[Related, ...] = unpacked(self.rows[key][-1])
        return found

    def said(self, slug: str, language: str) -> Said:
        """What pages say of them, without unpacking any."""
        slugs, digest, _ = self.rows[slug, language]
        return Said(slugs, digest)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Relations:
    """Which practices are related, and what German compounds are made of.

    What both are found by takes much room, and is not held any longer than it is needed.
    """

    bank: Bank
    store: Store = field(repr=False)
    told: Told = field(repr=False)

    def _analyses(self) -> Analyses:
        """What the words of each edition come to."""
        editions = self.bank.editions
        known = {key: Analysis(*row) for key, row in self._rows(ANALYSIS)}
        missing = [edition for edition in editions.values() if _key(edition) not in known]
        done = 0
        # What the first portion learns of words, no copy of this process has to learn by itself.
        first, others = _analyse(missing[:AT_ONCE]), missing[AT_ONCE:]
        for portion in chain([first], spread(_analyse, others, at_once=AT_ONCE)):
            known |= portion
            self.store.put(ANALYSIS, {key: packed(tuple(one)) for key, one in portion.items()})
            done += len(portion)
            self.told("words", done, len(missing))
        self.store.keep_only(ANALYSIS, map(_key, editions.values()))
        return {key: known[_key(edition)] for key, edition in editions.items()}

    def _compared(self) -> dict[str, Compared]:
        """The texts in each language, compared with each other."""
        analyses = cache(self._analyses)
        return {code: self._compared_in(code, analyses) for code in self.bank.languages}

    def _compared_in(self, code: str, analyses: Callable[[], Analyses]) -> Compared:
        editions = [edition for edition in self.bank.editions_in(code) if edition.is_translated]
        digest = digest_of(code_digest(), *map(_key, editions))
        stored = self.store.get(NEAR, code)
        known, found = unpacked(stored) if stored else ("", None)
        if found is None or known != digest:
            found = compared({edition.slug: analyses()[edition.slug, code] for edition in editions}, found)
            self.store.put(NEAR, {code: packed((digest, found))})
        return found

    @cached_property
    @without_collecting()
    def ends(self) -> Mapping[str, tuple[str, ...]]:
        """The ends of the compounds of each German text, by the path of its file."""
        german = {
            edition.path: edition for edition in self.bank.editions.values() if edition.text_language == "de"
        }
        reads = digest_of(*sorted(map(_key, german.values())))
        return self.store.once(ENDS, "", reads, partial(self._ends, german))

    def _ends(self, german: Mapping[str, Edition]) -> dict[str, tuple[str, ...]]:
        analyses = self._analyses() if german else {}
        words = {path: analyses[one.slug, one.language].words for path, one in german.items()}
        compounds = compounds_in(words)
        return {path: compounds.ends_in(path) for path in german}

    def _rows(self, kind: str) -> Iterator[tuple[str, Any]]:
        """What earlier runs have kept of single practices, each under its own key."""
        return ((key, unpacked(row)) for key, row in self.store.get_all(kind).items())

    def begin(self) -> None:
        """Compare the texts while other things are done, if an earlier run has left little to do."""
        _ = self._comparing

    @cached_property
    def _comparing(self) -> Callable[[], dict[str, Compared]]:
        is_known = self.store.holds(NEAR)
        return beside(self._compared, items=len(self.bank.editions)) if is_known else self._compared

    @cached_property
    @without_collecting()
    def related(self) -> Found:
        """The related practices of each, for the pages of each language, by slug and language."""
        known: dict[str, Row] = dict(self._rows(RELATED))
        common = Common(self.bank)
        reads = self.bank.keep("related", self.bank.links, lambda: _reads_besides_texts(common))
        # What serves every practice is made while texts are compared, and not by each copy of this process.
        for slug in islice(self.bank.practices, 1):
            related(common, {}, slug)
        found = self._comparing()
        keys = _keys_of_related(reads, found)
        missing = [one for one, key in keys.items() if key not in known]
        done, work = 0, partial(_relate, common=common, near=_near(found))
        for portion in spread(work, missing, at_once=AT_ONCE):
            new = {keys[one]: row for one, row in portion.items()}
            known |= new
            self.store.put(RELATED, {key: packed(row) for key, row in new.items()})
            done += len(portion)
            self.told("relating", done, len(missing))
        self.store.keep_only(RELATED, keys.values())
        return Found({one: known[key] for one, key in keys.items()})


def _key(edition: Edition) -> str:
    return f"{edition.digest}{edition.language}"


def _analyse(editions: Sequence[Edition]) -> dict[str, Analysis]:
    return {_key(edition): analyse(edition) for edition in editions}


def _near(found: Mapping[str, Compared]) -> dict[str, Neighbours]:
    """What texts are near to each text, for the pages of each language."""
    neighbours = {code: neighbours_of(one) for code, one in found.items()}
    return {code: in_language(code, neighbours) for code in found}


def _reads_besides_texts(common: Common) -> dict[str, str]:
    return {slug: digest_of_reads(common, slug) for slug in common.bank.practices}


def _keys_of_related(reads: Mapping[str, str], found: Mapping[str, Compared]) -> dict[tuple[str, str], str]:
    """By slug and language the digests of what is near to each practice, and of what else is read for it."""
    signs = {code: signs_of(one) for code, one in found.items()}
    near = {code: signs_in_language(code, signs) for code in found}
    return {
        (slug, code): digest_of(own, near[code].get(slug, b""))
        for code in found
        for slug, own in reads.items()
    }


def _relate(
    wanted: Sequence[tuple[str, str]], *, common: Common, near: Mapping[str, Neighbours]
) -> dict[tuple[str, str], Row]:
    return {(slug, code): _row(related(common, near[code], slug)) for slug, code in wanted}


def _row(found: tuple[Related, ...]) -> Row:
    return (*said_of(found), packed(found))
