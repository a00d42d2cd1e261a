"""Related practices: ranked, each with the reasons that a reader understands.

Candidates come from the bank's look-ups and from what texts are near, never from a comparison of all with all. What is
shared counts for more the rarer it is: a topic that every practice has says nothing.
"""

import marshal
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

from .bank import Bank, LookUp
from .language import Language
from .model import Practice
from .similar import Buckets, Neighbours
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
PARTS = 10_000
"""A weight is added up as a whole number of so many parts, so that sums do not depend on their order."""


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


class Said(NamedTuple):
    """What a page says of the related practices of one, as short as can be."""

    slugs: tuple[str, ...]
    digest: str
    """Changes with who they are and with the reasons that are given."""


def said_of(found: Iterable[Related]) -> Said:
    """What is said of these. The weights are in the order of the practices, and of their reasons."""
    said = [
        (slug, [(kind.value, keys, groups) for kind, _, keys, groups in reasons])
        for slug, _, reasons in found
    ]
    return Said(tuple(slug for slug, _ in said), digest_of(marshal.dumps(said, 2)))


def related(common: "Common", near: Neighbours, slug: str, *, limit: int = LIMIT) -> tuple[Related, ...]:
    """The practices most related to this one, strongest first, ties by slug; none without a reason worth telling.

    ``near`` holds the practices whose texts are most like those of each. What else is read is said by
    ``digest_of_reads``.
    """
    cosines = dict(near.get(slug, ()))
    subject = _Subject(common, common.bank.practices[slug])
    pairs = _Pairs(subject, frozenset(_candidates(subject, cosines)))
    weights = _weights(pairs, cosines)
    found = sorted((-score, other) for other, score in _scores(weights, cosines).items())
    return tuple(
        Related(other, -score / PARTS, _reasons(pairs, weights, other)) for score, other in found[:limit]
    )


def digest_of_reads(common: "Common", slug: str) -> str:
    """Changes with anything that ``related`` reads for a practice, but for what is near to it.

    That is whom its authors name, in any language, and who names it, the names of its organisations and funders, and
    what all practices have in common: nothing that changes without ``Bank.links``.
    """
    bank = common.bank
    practice = bank.practices[slug]
    names = bank.organisation_names(practice), [item.source for item in practice.funding]
    links = sorted(_named(bank, practice)), bank.backlinks.get(slug, ())
    # What marshal writes in its version 2 depends on nothing but the value, and it is by far the quickest.
    return digest_of(common.digest, marshal.dumps((slug, *links, *names), 2))


# --- what practices have in common ----------------------------------------------------------------------------


NOTHING: Mapping[str, float] = {}
NOBODY: frozenset[str] = frozenset()


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
        """The keys under which a practice is, with the others, of these, that are there, too."""
        return [(key, rare, others & self._under[key]) for key, rare in self.of(slug).items()]


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
    def at_home(self) -> Mapping[str, frozenset[str]]:
        """The practices of each main city."""
        found: dict[str, list[str]] = defaultdict(list)
        for slug, practice in self.bank.practices.items():
            if practice.city:
                found[practice.city].append(slug)
        return {city: frozenset(slugs) for city, slugs in found.items()}

    @cached_property
    def buckets(self) -> Buckets:
        """The practices by all that they share, with the points for each."""
        shared = (
            (_points(weight * rarity(len(slugs), table.everyone)), slugs)
            for table, weight in _weighed(self)
            for slugs in table.look_up.values()
        )
        return Buckets(tuple(self.bank.practices), tuple(shared))

    @cached_property
    def digest(self) -> str:
        """Changes with what any practice shares with others, but not with a title, a summary or a body."""
        bank = self.bank
        look_ups = [table.look_up for table, _ in _weighed(self)]
        cities = [(slug, practice.city) for slug, practice in bank.practices.items()]
        shared = marshal.dumps((look_ups, cities), 2)
        return digest_of(code_digest(), shared, repr(bank.vocabulary.organisations))


@dataclass(frozen=True)
class _Subject:
    """The practice whose related ones are looked for, and those that it names or that name it."""

    common: Common
    practice: Practice

    @cached_property
    def named(self) -> frozenset[str]:
        """The practices that the authors name."""
        return frozenset(_named(self.common.bank, self.practice))

    @cached_property
    def named_by(self) -> frozenset[str]:
        """The practices whose authors name this one."""
        return frozenset(self.common.bank.backlinks.get(self.practice.slug, ()))

    @property
    def members(self) -> tuple[str, ...]:
        """The practices that say they are part of this one."""
        return self.common.bank.members.get(self.practice.slug, ())

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


def _named(bank: Bank, practice: Practice) -> set[str]:
    """The practices that the authors name: as related, as adoptions and, in any language, in the text."""
    texts = (bank.edition(practice.slug, language).wiki_links for language in bank.languages)
    adoptions = (item.entry for item in practice.transfer if item.entry)
    return {*practice.related, *adoptions, *chain.from_iterable(texts)}


SharedWith = Sequence[tuple[str, float, frozenset[str]]]
"""The keys of a practice with their rarities, the rarest first, and the others that are under each, too."""


@dataclass(frozen=True)
class _Pairs:
    """A practice and some others, and what it shares with them."""

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
        """The funders, but of those that are organisations of both."""
        bodies = {key: others for key, _, others in self.organisations}
        found = self._shared(self.subject.common.funders)
        return [(key, rare, others - bodies.get(key, NOBODY)) for key, rare, others in found]

    @cached_property
    def programmes(self) -> SharedWith:
        """The programmes."""
        return self._shared(self.subject.common.programmes)


# --- candidates -----------------------------------------------------------------------------------------------


def _candidates(subject: _Subject, cosines: Mapping[str, float]) -> list[str]:
    """The practices that share most with this one, by a first count, ties by slug."""
    given = _given_points(subject, cosines)
    return subject.common.buckets.most_points(
        subject.practice.slug, given, most=CANDIDATES, around=MOST_OF_A_BUCKET
    )


def _given_points(subject: _Subject, cosines: Mapping[str, float]) -> dict[str, int]:
    """The points of others for anything but what both are found under."""
    practice, given = subject.practice, defaultdict[str, int](int)
    for other, cosine in cosines.items():
        given[other] += _points(WEIGHTS[ReasonKind.SIMILAR_TEXT] * cosine)
    for other in (*subject.named, *subject.named_by, *filter(None, [practice.part_of])):
        given[other] += _points(WEIGHTS[ReasonKind.NAMED])
    for member in subject.members:
        given[member] += _points(WEIGHTS[ReasonKind.PART_OF])
    return given


def _points(weight: float) -> int:
    """A weight as a whole number, so that sums do not depend on their order."""
    return round(weight * 1_000_000)


def _weighed(common: Common) -> Iterator[tuple[_Shared, float]]:
    """What may be shared, and what one shared key is worth."""
    yield common.cities, WEIGHTS[ReasonKind.SAME_CITY]
    yield common.topics, WEIGHTS[ReasonKind.SHARED_TOPICS]
    yield common.target_groups, GROUP_WEIGHT
    yield common.organisations, WEIGHTS[ReasonKind.SAME_ORGANISATION]
    yield common.funders, WEIGHTS[ReasonKind.SAME_FUNDER]
    yield common.programmes, WEIGHTS[ReasonKind.SAME_PROGRAMME]


# --- how strongly two are related -----------------------------------------------------------------------------


Weights = Mapping[ReasonKind, Mapping[str, int]]
"""By why others are related, what this weighs for each of those of which it is true, in ``PARTS``."""
Weighed = Iterator[tuple[ReasonKind, Mapping[str, float]]]
"""The same before it is rounded."""


def _weights(pairs: _Pairs, cosines: Mapping[str, float]) -> Weights:
    weighed = chain(_links(pairs), _shared(pairs), _texts(pairs, cosines))
    return {
        kind: {other: round(weight * PARTS) for other, weight in found.items()} for kind, found in weighed
    }


def _scores(weights: Weights, cosines: Mapping[str, float]) -> dict[str, int]:
    """How strongly others are related, in ``PARTS``, as far as they are worth telling of."""
    found: dict[str, int] = defaultdict(int)
    for parts in weights.values():
        for other, weight in parts.items():
            found[other] += weight
    by_else = (parts for kind, parts in weights.items() if kind is not ReasonKind.SIMILAR_TEXT)
    hardly = {other for other, cosine in cosines.items() if cosine < COSINE_ALONE}.difference(*by_else)
    least = LEAST_SCORE * PARTS
    return {other: score for other, score in found.items() if score >= least and other not in hardly}


def _links(pairs: _Pairs) -> Weighed:
    """What the authors say of each other: a programme and its parts are not told of as mere names."""
    subject, left = pairs.subject, pairs.others
    for kind, linked in (
        (ReasonKind.PROGRAMME, filter(None, [subject.practice.part_of])),
        (ReasonKind.PART_OF, subject.members),
        (ReasonKind.NAMED, subject.named),
        (ReasonKind.NAMED_BY, subject.named_by),
    ):
        found = left.intersection(linked)
        yield kind, dict.fromkeys(found, WEIGHTS[kind])
        left -= found


def _shared(pairs: _Pairs) -> Weighed:
    """What both are found under."""
    kind = ReasonKind.SAME_PROGRAMME
    yield kind, {other: WEIGHTS[kind] * (1 + rare) / 2 for other, rare in _rarest(pairs.programmes).items()}
    yield from _cities(pairs)
    yield ReasonKind.SHARED_TOPICS, _topics(pairs)
    bodies = {ReasonKind.SAME_ORGANISATION: pairs.organisations, ReasonKind.SAME_FUNDER: pairs.funders}
    for kind, shared in bodies.items():
        yield kind, {other: WEIGHTS[kind] * rare for other, rare in _rarest(shared).items()}


def _rarest(shared: SharedWith) -> dict[str, float]:
    """Of each other the rarity of the rarest that is shared with it."""
    found: dict[str, float] = {}
    for _, rare, others in reversed(shared):
        found |= dict.fromkeys(others, rare)
    return found


def _cities(pairs: _Pairs) -> Weighed:
    city, reached = pairs.subject.practice.city, _rarest(pairs.cities)
    at_home = pairs.subject.common.at_home.get(city or "", NOBODY)
    for key, rare, others in pairs.cities:
        if key == city:
            kind = ReasonKind.SAME_CITY
            yield kind, dict.fromkeys(others & at_home, WEIGHTS[kind] * (1 + rare) / 2)
    kind = ReasonKind.ALSO_IN_CITY
    yield kind, {other: WEIGHTS[kind] * reached[other] for other in reached.keys() - at_home}


def _topics(pairs: _Pairs) -> Mapping[str, float]:
    topics, groups = _sums(pairs.topics), _sums(pairs.target_groups)
    weight = WEIGHTS[ReasonKind.SHARED_TOPICS]
    return {
        other: min(weight * topics.get(other, 0) + GROUP_WEIGHT * groups.get(other, 0), MOST_TOPICS_WEIGHT)
        for other in topics.keys() | groups.keys()
    }


def _sums(shared: SharedWith) -> Mapping[str, float]:
    """Of each other the rarities of all that is shared, added up in their order."""
    found: dict[str, float] = defaultdict(float)
    for _, rare, others in shared:
        for other in others:
            found[other] += rare
    return found


def _texts(pairs: _Pairs, cosines: Mapping[str, float]) -> Weighed:
    kind, near = ReasonKind.SIMILAR_TEXT, pairs.others.intersection(cosines)
    weights = {other: min(WEIGHTS[kind] * cosines[other], MOST_TEXT_WEIGHT) for other in near}
    yield kind, {other: weight for other, weight in weights.items() if cosines[other] >= LEAST_COSINE}


# --- reasons --------------------------------------------------------------------------------------------------


def _reasons(pairs: _Pairs, weights: Weights, other: str) -> tuple[Reason, ...]:
    """The strongest reasons, the strongest first, ties by kind."""
    ranked = sorted((-parts[other], kind) for kind, parts in weights.items() if other in parts)
    return tuple(_reason(pairs, other, kind, -weight / PARTS) for weight, kind in ranked[:MOST_REASONS])


def _reason(pairs: _Pairs, other: str, kind: ReasonKind, weight: float) -> Reason:
    groups = pairs.target_groups if kind is ReasonKind.SHARED_TOPICS else ()
    return Reason(kind, weight, _keys(pairs, other, kind), _told(groups, other))


def _keys(pairs: _Pairs, other: str, kind: ReasonKind) -> tuple[str, ...]:
    """What is named of a reason, the rarest first."""
    match kind:
        case ReasonKind.SAME_CITY:
            return tuple(filter(None, [pairs.subject.practice.city]))
        case ReasonKind.ALSO_IN_CITY:
            return _told(pairs.cities, other)
        case ReasonKind.SHARED_TOPICS:
            return _told(pairs.topics, other)
        case ReasonKind.SAME_PROGRAMME:
            return _told(pairs.programmes, other)
        case ReasonKind.SAME_ORGANISATION:
            names = pairs.subject.organisation_names
            return tuple(names[key] for key in _told(pairs.organisations, other))
        case ReasonKind.SAME_FUNDER:
            names = pairs.subject.funder_names
            return tuple(names[key] for key in _told(pairs.funders, other))
        case _:
            return ()


def _told(shared: SharedWith, other: str) -> tuple[str, ...]:
    """The rarest keys that another shares, as many as are named."""
    return tuple([key for key, _, others in shared if other in others][:MOST_NAMED])


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
