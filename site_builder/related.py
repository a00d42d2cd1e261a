"""Related practices: ranked, each with the reasons that a reader understands.

Candidates come from the bank's look-ups and from what texts are near, never from a comparison of all with all. What is
shared counts for more the rarer it is: a topic that every practice has says nothing.
"""

import json
import marshal
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from .bank import Bank, LookUp
from .language import Language
from .model import Practice
from .similar import Neighbours
from .store import code_digest, digest_of
from .vocabulary import Term

LIMIT = 6
MOST_OF_A_BUCKET = 200
"""Of a look-up that holds more than these, the nearest in the alphabet are candidates."""
CANDIDATES = 30
LEAST_SCORE = 0.1
LEAST_COSINE, COSINE_ALONE = 0.05, 0.08
"""From where a similar text counts along with other reasons, and from where it is reason enough."""
MOST_REASONS = 3
MOST_NAMED = 2
"""Of topics, target groups, cities and names that are shared, so many are said."""


class ReasonKind(StrEnum):
    """Why a practice is related to another."""

    NAMED = "named"
    """The authors name the other, as related, in the text or as an adoption."""
    NAMED_BY = "named-by"
    """The other's authors name this one."""
    PROGRAMME = "programme"
    """The other is the programme that this one is part of."""
    PART_OF = "part-of"
    """The other is part of this programme."""
    SAME_PROGRAMME = "same-programme"
    SAME_CITY = "same-city"
    """Both have the same main city."""
    ALSO_IN_CITY = "also-in-city"
    """Both reach into a city that is not the main one of both."""
    SAME_ORGANISATION = "same-organisation"
    SHARED_TOPICS = "shared-topics"
    SAME_FUNDER = "same-funder"
    SIMILAR_TEXT = "similar-text"


WEIGHTS: Mapping[ReasonKind, float] = {
    ReasonKind.NAMED: 3.0,
    ReasonKind.PROGRAMME: 2.5,
    ReasonKind.PART_OF: 2.5,
    ReasonKind.SAME_PROGRAMME: 2.0,
    ReasonKind.SAME_CITY: 2.0,
    ReasonKind.NAMED_BY: 1.5,
    ReasonKind.SAME_ORGANISATION: 1.5,
    ReasonKind.SHARED_TOPICS: 1.2,
    ReasonKind.ALSO_IN_CITY: 1.0,
    ReasonKind.SAME_FUNDER: 0.8,
    ReasonKind.SIMILAR_TEXT: 4.0,
}
GROUP_WEIGHT = 0.5
MOST_TOPICS_WEIGHT, MOST_TEXT_WEIGHT = 2.5, 2.0


class Reason(NamedTuple):
    """One reason, as data. ``keys`` are cities, topics or names of organisations, as the kind says."""

    kind: ReasonKind
    weight: float
    keys: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()


class Related(NamedTuple):
    """A related practice, how strongly it is related, and why, the strongest reason first."""

    slug: str
    score: float
    reasons: tuple[Reason, ...]


def related(common: "Common", near: Neighbours, slug: str, *, limit: int = LIMIT) -> tuple[Related, ...]:
    """The practices most related to this one, strongest first, ties by slug; none without a reason worth telling.

    ``near`` holds the practices whose texts are most like those of each. What is read is said by
    ``digest_of_related``.
    """
    cosines = dict(near.get(slug, ()))
    subject = _Subject(common, common.bank.practices[slug])
    candidates = _candidates(subject, cosines)
    pairs = _Pairs(subject, frozenset(candidates))
    found = (_related(pairs, other, cosines.get(other, 0.0)) for other in candidates)
    worth = sorted((item for item in found if item), key=lambda item: (-item.score, item.slug))
    return tuple(worth[:limit])


def digest_of_related(common: "Common", near: Neighbours, slug: str) -> str:
    """Changes with anything that ``related`` reads for a practice, and so with anything that it says.

    That is what is near to it, whom its authors name, in any language, and who names it, the names of its
    organisations and funders, and of all practices what ``Common`` holds.
    """
    practice = common.bank.practices[slug]
    subject = _Subject(common, practice)
    names = common.bank.organisation_names(practice), [item.source for item in practice.funding]
    links = sorted(subject.named), sorted(subject.named_by)
    # What marshal writes in its version 2 depends on nothing but the value, and it is by far the quickest.
    return digest_of(
        code_digest(), common.digest, marshal.dumps((slug, near.get(slug, ()), *links, *names), 2)
    )


def _related(pairs: "_Pairs", other: str, cosine: float) -> Related | None:
    reasons = sorted(_reasons(pairs, other, cosine), key=_rank)
    score = round(sum(map(_weight, reasons)), 4)
    only_text = len(reasons) == 1 and reasons[0].kind is ReasonKind.SIMILAR_TEXT
    if score < LEAST_SCORE or (only_text and cosine < COSINE_ALONE):
        return None
    return Related(slug=other, score=score, reasons=tuple(reasons[:MOST_REASONS]))


_weight = attrgetter("weight")


def _rank(reason: Reason) -> tuple[float, str]:
    return -reason.weight, reason.kind


# --- what practices have in common ----------------------------------------------------------------------------


NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class _Shared:
    """A look-up, and of each practice its keys there with their rarities, the rarest first."""

    look_up: LookUp
    everyone: int
    """How many practices the bank has."""

    @cached_property
    def _rarities(self) -> Mapping[str, Mapping[str, float]]:
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for count, key in sorted((len(slugs), key) for key, slugs in self.look_up.items()):
            for slug in self.look_up[key]:
                found[slug][key] = rarity(count, self.everyone)
        return dict(found)

    def of(self, slug: str) -> Mapping[str, float]:
        """The keys under which a practice is, with their rarities, the rarest first, ties by key."""
        return self._rarities.get(slug, NOTHING)

    @cached_property
    def _under(self) -> Mapping[str, frozenset[str]]:
        """The practices that are under each key."""
        return {key: frozenset(slugs) for key, slugs in self.look_up.items()}

    def with_others(self, slug: str, others: frozenset[str]) -> "SharedWith":
        """What a practice shares with each of some others, with rarities, the rarest first."""
        found: dict[str, dict[str, float]] = {}
        for key, rare in self.of(slug).items():
            for other in others & self._under[key]:
                found.setdefault(other, {})[key] = rare
        return found


@cache
def rarity(count: int, everyone: int) -> float:
    """How rare it is what so many of all have: from 0 for what all have to nearly 1 for what few of many have."""
    return math.log((everyone + 1) / count) / math.log(everyone + 1)


@dataclass(frozen=True)
class Common:
    """What the practices of a bank have in common. It is made once of a bank: its tables serve every practice."""

    bank: Bank

    def _shared(self, look_up: LookUp) -> _Shared:
        return _Shared(look_up, len(self.bank.practices))

    @cached_property
    def cities(self) -> _Shared:
        """The cities that practices share."""
        return self._shared(self.bank.by_city)

    @cached_property
    def topics(self) -> _Shared:
        """The topics that they share."""
        return self._shared(self.bank.by_topic)

    @cached_property
    def target_groups(self) -> _Shared:
        """The target groups that they share."""
        return self._shared(self.bank.by_target_group)

    @cached_property
    def organisations(self) -> _Shared:
        """The organisations that lead them or take part."""
        return self._shared(self.bank.by_organisation)

    @cached_property
    def funders(self) -> _Shared:
        """The funders that they share."""
        return self._shared(self.bank.by_funder)

    @cached_property
    def programmes(self) -> _Shared:
        """The programmes that they are part of."""
        return self._shared(self.bank.members)

    @cached_property
    def digest(self) -> str:
        """Changes with what any practice shares with others, but not with a title, a summary or a body."""
        bank = self.bank
        look_ups = (bank.by_topic, bank.by_target_group, bank.by_organisation, bank.by_funder, bank.members)
        cities = {slug: (practice.city, practice.cities) for slug, practice in bank.practices.items()}
        return digest_of(json.dumps([look_ups, cities]), repr(bank.vocabulary.organisations))


@dataclass(frozen=True)
class _Subject:
    """The practice whose related ones are looked for, and those that it names or that name it."""

    common: Common
    practice: Practice

    @cached_property
    def named(self) -> frozenset[str]:
        """The practices that the authors name: as related, as adoptions and, in any language, in the text."""
        practice, bank = self.practice, self.common.bank
        texts = (bank.edition(practice.slug, language).wiki_links for language in bank.languages)
        adoptions = (item.entry for item in practice.transfer if item.entry)
        return frozenset({*practice.related, *adoptions, *chain.from_iterable(texts)})

    @cached_property
    def named_by(self) -> frozenset[str]:
        """The practices whose authors name this one."""
        return frozenset(self.common.bank.backlinks.get(self.practice.slug, ()))

    @cached_property
    def organisation_names(self) -> Mapping[str, str]:
        """The organisations as this entry writes them, by key."""
        return self._by_key(self.common.bank.organisation_names(self.practice))

    @cached_property
    def funder_names(self) -> Mapping[str, str]:
        """The funders as this entry writes them, by key."""
        return self._by_key(item.source for item in self.practice.funding)

    def _by_key(self, names: Iterable[str]) -> dict[str, str]:
        return {self.common.bank.vocabulary.organisation_key(name): name for name in names}


SharedWith = Mapping[str, Mapping[str, float]]
"""By other practices, the keys that are shared with these, with their rarities, the rarest first."""


@dataclass(frozen=True)
class _Pairs:
    """A practice and some others, and what each pair of them shares."""

    subject: _Subject
    others: frozenset[str]

    def _shared(self, table: _Shared) -> SharedWith:
        return table.with_others(self.subject.practice.slug, self.others)

    @cached_property
    def cities(self) -> SharedWith:
        """The cities."""
        return self._shared(self.subject.common.cities)

    @cached_property
    def topics(self) -> SharedWith:
        """The topics."""
        return self._shared(self.subject.common.topics)

    @cached_property
    def target_groups(self) -> SharedWith:
        """The target groups."""
        return self._shared(self.subject.common.target_groups)

    @cached_property
    def organisations(self) -> SharedWith:
        """The organisations that lead or take part."""
        return self._shared(self.subject.common.organisations)

    @cached_property
    def funders(self) -> SharedWith:
        """The funders."""
        return self._shared(self.subject.common.funders)

    @cached_property
    def programmes(self) -> SharedWith:
        """The programmes."""
        return self._shared(self.subject.common.programmes)


# --- candidates -----------------------------------------------------------------------------------------------


def _candidates(subject: _Subject, cosines: Mapping[str, float]) -> list[str]:
    """The practices that share most with this one, by a first count, ties by slug."""
    scores, practices = _first_count(subject), subject.common.bank.practices
    for other, cosine in cosines.items():
        scores[other] += _points(WEIGHTS[ReasonKind.SIMILAR_TEXT] * cosine)
    for other in (*subject.named, *subject.named_by, *filter(None, [subject.practice.part_of])):
        scores[other] += _points(WEIGHTS[ReasonKind.NAMED])
    scores.pop(subject.practice.slug, None)
    least = sorted(scores.values())[-CANDIDATES:][:1]
    ranked = sorted((-points, other) for other, points in scores.items() if [points] >= least)
    return [other for _, other in ranked if other in practices][:CANDIDATES]


def _points(weight: float) -> int:
    """A weight as a whole number, so that sums do not depend on their order."""
    return round(weight * 1_000_000)


def _first_count(subject: _Subject) -> dict[str, int]:
    """The points of those that share something with the practice."""
    slug, scores = subject.practice.slug, defaultdict[str, int](int)
    for table, weight in _weighed(subject.common):
        for key, rare in table.of(slug).items():
            points = _points(weight * rare)
            for other in _window(table.look_up[key], slug):
                scores[other] += points
    for member in subject.common.bank.members.get(slug, ()):
        scores[member] += _points(WEIGHTS[ReasonKind.PART_OF])
    return scores


def _weighed(common: Common) -> Iterator[tuple[_Shared, float]]:
    """What may be shared, and what one shared key is worth."""
    yield common.cities, WEIGHTS[ReasonKind.SAME_CITY]
    yield common.topics, WEIGHTS[ReasonKind.SHARED_TOPICS]
    yield common.target_groups, GROUP_WEIGHT
    yield common.organisations, WEIGHTS[ReasonKind.SAME_ORGANISATION]
    yield common.funders, WEIGHTS[ReasonKind.SAME_FUNDER]
    yield common.programmes, WEIGHTS[ReasonKind.SAME_PROGRAMME]


def _window(bucket: tuple[str, ...], slug: str) -> tuple[str, ...]:
    """The bucket, or where it is huge the part of it around the slug, as if its ends met."""
    if len(bucket) <= MOST_OF_A_BUCKET:
        return bucket
    start = (bisect_left(bucket, slug) - MOST_OF_A_BUCKET // 2) % len(bucket)
    found = bucket[start : start + MOST_OF_A_BUCKET]
    return found + bucket[: MOST_OF_A_BUCKET - len(found)]


# --- reasons --------------------------------------------------------------------------------------------------


def _reasons(pairs: _Pairs, other: str, cosine: float) -> Iterator[Reason]:
    practice = pairs.subject.common.bank.practices[other]
    yield from _links(pairs, practice)
    yield from _cities(pairs, practice)
    yield from _topics(pairs, other)
    yield from _bodies(pairs, other)
    if cosine >= LEAST_COSINE:
        weight = min(WEIGHTS[ReasonKind.SIMILAR_TEXT] * cosine, MOST_TEXT_WEIGHT)
        yield _reason(ReasonKind.SIMILAR_TEXT, weight)


def _reason(
    kind: ReasonKind, weight: float, keys: Iterable[str] = (), target_groups: Iterable[str] = ()
) -> Reason:
    most = slice(MOST_NAMED)
    return Reason(kind, round(weight, 4), tuple(keys)[most], tuple(target_groups)[most])


def _links(pairs: _Pairs, other: Practice) -> Iterator[Reason]:
    """What the authors say of each other: a programme and its parts are not told of as mere names."""
    subject, practice = pairs.subject, pairs.subject.practice
    if practice.part_of == other.slug:
        yield _reason(ReasonKind.PROGRAMME, WEIGHTS[ReasonKind.PROGRAMME])
    elif other.part_of == practice.slug:
        yield _reason(ReasonKind.PART_OF, WEIGHTS[ReasonKind.PART_OF])
    elif other.slug in subject.named:
        yield _reason(ReasonKind.NAMED, WEIGHTS[ReasonKind.NAMED])
    elif other.slug in subject.named_by:
        yield _reason(ReasonKind.NAMED_BY, WEIGHTS[ReasonKind.NAMED_BY])
    for programme, rare in pairs.programmes.get(other.slug, NOTHING).items():
        yield _reason(
            ReasonKind.SAME_PROGRAMME, WEIGHTS[ReasonKind.SAME_PROGRAMME] * (1 + rare) / 2, [programme]
        )


def _cities(pairs: _Pairs, other: Practice) -> Iterator[Reason]:
    city, shared = pairs.subject.practice.city, pairs.cities.get(other.slug, NOTHING)
    if city and city == other.city:
        yield _reason(ReasonKind.SAME_CITY, WEIGHTS[ReasonKind.SAME_CITY] * (1 + shared[city]) / 2, [city])
    elif shared:
        yield _reason(
            ReasonKind.ALSO_IN_CITY, WEIGHTS[ReasonKind.ALSO_IN_CITY] * max(shared.values()), shared
        )


def _topics(pairs: _Pairs, other: str) -> Iterator[Reason]:
    topics = pairs.topics.get(other, NOTHING)
    groups = pairs.target_groups.get(other, NOTHING)
    weight = WEIGHTS[ReasonKind.SHARED_TOPICS] * sum(topics.values()) + GROUP_WEIGHT * sum(groups.values())
    if topics or groups:
        yield _reason(ReasonKind.SHARED_TOPICS, min(weight, MOST_TOPICS_WEIGHT), topics, groups)


def _bodies(pairs: _Pairs, other: str) -> Iterator[Reason]:
    """The organisations that both have, then the funders that are not among these."""
    organisations = pairs.organisations.get(other, NOTHING)
    funders = pairs.funders.get(other, NOTHING)
    apart = {key: rare for key, rare in funders.items() if key not in organisations}
    for kind, shared, names in (
        (ReasonKind.SAME_ORGANISATION, organisations, pairs.subject.organisation_names),
        (ReasonKind.SAME_FUNDER, apart, pairs.subject.funder_names),
    ):
        if shared:
            yield _reason(kind, WEIGHTS[kind] * max(shared.values()), (names[key] for key in shared))


# --- words ----------------------------------------------------------------------------------------------------


def reason_text(reason: Reason, *, bank: Bank, language: Language) -> str:
    """The reason as a reader understands it, in this language."""
    match reason.kind:
        case ReasonKind.SHARED_TOPICS:
            return _topics_text(reason, bank, language)
        case ReasonKind.ALSO_IN_CITY:
            return language.text("related_also_in", cities=_city_names(reason.keys, bank, language))
        case ReasonKind.SAME_ORGANISATION | ReasonKind.SAME_FUNDER:
            names = (bank.vocabulary.organisation_name(name, language=language.code) for name in reason.keys)
            return language.text(_label(reason.kind), names=language.listed(names))
        case _:
            return language.text(_label(reason.kind))


def _label(kind: ReasonKind) -> str:
    return f"related_{kind.replace('-', '_')}"


def _city_names(keys: Iterable[str], bank: Bank, language: Language) -> str:
    names = (bank.vocabulary.cities[key].names for key in keys)
    return language.listed(name.get(language.code) or name[bank.languages[0]] for name in names)


def _topics_text(reason: Reason, bank: Bank, language: Language) -> str:
    topics = _inline(bank.vocabulary.topics, reason.keys, language)
    groups = _inline(bank.vocabulary.target_groups, reason.target_groups, language)
    if not topics:
        return language.text("related_groups", groups=groups)
    if not groups:
        return language.text("related_topics", topics=topics)
    return language.text("related_topics_groups", topics=topics, groups=groups)


def _inline(terms: Mapping[str, Mapping[str, Term]], keys: Iterable[str], language: Language) -> str:
    return language.listed(terms[language.code][key].inline for key in keys)
