"""What the texts of a bank have to do with each other, each part of it kept under the digest of what it reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from .analysis import Analysis, analyse
from .bank import Bank, Edition
from .compounds import compounds_in
from .cores import spread
from .related import Common, Reason, ReasonKind, Related, digest_of_related, related
from .similar import Neighbours, in_language, neighbours
from .store import Store, code_digest, digest_of, harmless, packed, unpacked

ANALYSIS, NEAR, RELATED, ENDS = "analysis", "near", "related", "ends"
AT_ONCE = 128

Told = Callable[[str, int, int], None]
"""Told of a stage how many of how many of its parts are done."""

for kind in (Analysis, Reason, ReasonKind, Related):
    harmless(kind)


@dataclass(frozen=True)
class Relations:
    """Which texts are alike, which practices are related, and what German compounds are made of."""

    bank: Bank
    store: Store = field(repr=False)
    told: Told = field(repr=False)

    @cached_property
    def analyses(self) -> Mapping[tuple[str, str], Analysis]:
        """What the words of each edition come to."""
        editions, known = self.bank.editions, self.store.get_all(ANALYSIS)
        missing = [edition for edition in editions.values() if _key(edition) not in known]
        made: dict[str, bytes] = {}
        for portion in spread(_analyse, missing, at_once=AT_ONCE):
            made |= portion
            self.told("words", len(made), len(missing))
        self.store.put(ANALYSIS, made)
        self.store.keep_only(ANALYSIS, map(_key, editions.values()))
        known |= made
        return {key: unpacked(known[_key(edition)]) for key, edition in editions.items()}

    @cached_property
    def near(self) -> Mapping[str, Neighbours]:
        """Of each language, what texts are near to each text."""
        found = {code: self._neighbours(code) for code in self.bank.languages}
        return {code: in_language(code, found) for code in self.bank.languages}

    def _neighbours(self, code: str) -> Neighbours:
        editions = [edition for edition in self.bank.editions_in(code) if edition.is_translated]
        found: Neighbours = self._once(
            NEAR,
            code,
            map(_key, editions),
            lambda: neighbours({one.slug: self._analysis(one) for one in editions}),
        )
        return found

    def _analysis(self, edition: Edition) -> Analysis:
        return self.analyses[edition.slug, edition.language]

    @cached_property
    def ends(self) -> Mapping[str, tuple[str, ...]]:
        """The ends of the compounds of each German text, by the path of its file."""
        german = {
            edition.path: edition for edition in self.bank.editions.values() if edition.text_language == "de"
        }
        found: Mapping[str, tuple[str, ...]] = self._once(
            ENDS, "", map(_key, german.values()), partial(self._ends, german)
        )
        return found

    def _ends(self, german: Mapping[str, Edition]) -> dict[str, tuple[str, ...]]:
        compounds = compounds_in({path: self._analysis(edition).words for path, edition in german.items()})
        return {path: compounds.ends_in(path) for path in german}

    def _once(self, kind: str, name: str, reads: Iterable[str], make: Callable[[], Any]) -> Any:
        """What ``make`` gives, unless the same was read before."""
        digest, stored = digest_of(code_digest(), *sorted(reads)), self.store.get(kind, name)
        known, value = unpacked(stored) if stored else (None, None)
        if known == digest:
            return value
        value = make()
        self.store.put(kind, {name: packed((digest, value))})
        return value

    @cached_property
    def common(self) -> Common:
        """What practices share."""
        return Common(self.bank)

    @cached_property
    def related(self) -> Mapping[tuple[str, str], tuple[Related, ...]]:
        """The related practices of each, for the pages of each language, by slug and language."""
        wanted = [(slug, code) for code in self.bank.languages for slug in self.bank.practices]
        known, done = self.store.get_all(RELATED), 0
        keys: dict[tuple[str, str], str] = {}
        made: dict[str, bytes] = {}
        work = partial(_relate, common=self.common, near=self.near, known=known)
        for found, new in spread(work, wanted, at_once=AT_ONCE):
            keys |= found
            made |= new
            done += len(found)
            self.told("relating", done, len(wanted))
        self.store.put(RELATED, made)
        self.store.keep_only(RELATED, keys.values())
        known |= made
        return {one: unpacked(known[key]) for one, key in keys.items()}


def _key(edition: Edition) -> str:
    return f"{edition.digest}{edition.language}"


def _analyse(editions: Sequence[Edition]) -> dict[str, bytes]:
    return {_key(edition): packed(analyse(edition)) for edition in editions}


def _relate(
    wanted: Sequence[tuple[str, str]],
    *,
    common: Common,
    near: Mapping[str, Neighbours],
    known: Mapping[str, bytes],
) -> tuple[dict[tuple[str, str], str], dict[str, bytes]]:
    """The digests of what is read for these practices, and what of it is not known yet."""
    keys, made = {}, {}
    for slug, code in wanted:
        key = keys[slug, code] = digest_of(code_digest(), slug, digest_of_related(common, near[code], slug))
        if key not in known:
            made[key] = packed(related(common, near[code], slug))
    return keys, made
