"""Related practices: ranked, each with the reasons that a reader understands.

Candidates come from the bank's look-ups and from the search index, never from a comparison of all with all. What is
shared counts for more the rarer it is: a topic that every practice has says nothing.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from .bank import Bank, LookUp
from .language import Language
from .model import Practice
from .search import Index
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


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as data. ``keys`` are cities, topics or names of organisations, as the kind says."""

    kind: ReasonKind
    weight: float
    keys: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A related practice, how strongly it is related, and why, the strongest reason first."""

    slug: str
    score: float
    reasons: tuple[Reason, ...]


def related(bank: Bank, index: Index, slug: str, *, language: str, limit: int = LIMIT) -> tuple[Related, ...]:
    """The practices most related to this one, strongest first, ties by slug; none without a reason worth telling."""
    subject = _Subject(bank, bank.practices[slug])
    near = dict(index.similar(slug, language=language))
    found = (_related(subject, other, near.get(other, 0.0)) for other in _candidates(subject, near))
    worth = sorted((item for item in found if item), key=lambda item: (-item.score, item.slug))
    return tuple(worth[:limit])


def _related(subject: "_Subject", other: str, cosine: float) -> Related | None:
    reasons = sorted(_reasons(subject, other, cosine), key=lambda reason: (-reason.weight, reason.kind))
    score = round(sum(reason.weight for reason in reasons), 4)
    only_text = all(reason.kind is ReasonKind.SIMILAR_TEXT for reason in reasons)
    if score < LEAST_SCORE or (only_text and cosine < COSINE_ALONE):
        return None
    return Related(slug=other, score=score, reasons=tuple(reasons[:MOST_REASONS]))


@dataclass(frozen=True)
class _Shared:
    """A look-up that the practice is in, with its keys there: each with its name and its rarity."""

    look_up: LookUp
    names: Mapping[str, str]
    rarities: Mapping[str, float]

    def with_(self, other: str) -> list[str]:
        """The keys under which the other practice is, too, the rarest first."""
        shared = (key for key in self.names if _holds(self.look_up[key], other))
        return sorted(shared, key=lambda key: (-self.rarities[key], key))


def _holds(bucket: tuple[str, ...], slug: str) -> bool:
    place = bisect_left(bucket, slug)
    return place < len(bucket) and bucket[place] == slug


@dataclass(frozen=True)
class _Subject:
    """The practice whose related ones are looked for, and what it may share with others."""

    bank: Bank
    practice: Practice

    def _shared(self, look_up: LookUp, names: Mapping[str, str]) -> _Shared:
        return _Shared(look_up, names, {key: _rarity(len(look_up[key]), self.bank) for key in names})

    @cached_property
    def cities(self) -> _Shared:
        return self._shared(self.bank.by_city, _by_themselves(self.practice.cities))

    @cached_property
    def topics(self) -> _Shared:
        return self._shared(self.bank.by_topic, _by_themselves(self.practice.topics))

    @cached_property
    def target_groups(self) -> _Shared:
        return self._shared(self.bank.by_target_group, _by_themselves(self.practice.target_groups))

    @cached_property
    def organisations(self) -> _Shared:
        names = self.bank.organisation_names(self.practice)
        return self._shared(self.bank.by_organisation, self._by_key(names))

    @cached_property
    def funders(self) -> _Shared:
        return self._shared(self.bank.by_funder, self._by_key(item.source for item in self.practice.funding))

    @cached_property
    def programmes(self) -> _Shared:
        """The programme that the practice is part of, or is."""
        known = (slug for slug in (self.practice.part_of, self.practice.slug) if slug in self.bank.members)
        return self._shared(self.bank.members, {slug: slug for slug in known if slug})

    def _by_key(self, names: Iterable[str]) -> dict[str, str]:
        return {self.bank.vocabulary.organisation_key(name): name for name in names}

    @cached_property
    def named(self) -> frozenset[str]:
        """The practices that the authors name: as related, as adoptions and, in any language, in the text."""
        practice, bank = self.practice, self.bank
        texts = (bank.edition(practice.slug, language).wiki_links for language in bank.languages)
        adoptions = (item.entry for item in practice.transfer if item.entry)
        return frozenset({*practice.related, *adoptions, *chain.from_iterable(texts)})

    @cached_property
    def named_by(self) -> frozenset[str]:
        """The practices whose authors name this one."""
        return frozenset(self.bank.backlinks.get(self.practice.slug, ()))


def _by_themselves(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in keys}


def _rarity(count: int, bank: Bank) -> float:
    """From 0 for what every practice has to nearly 1 for what only a few of many have."""
    everyone = len(bank.practices) + 1
    return math.log(everyone / count) / math.log(everyone)


# --- candidates -----------------------------------------------------------------------------------------------


def _candidates(subject: _Subject, near: Mapping[str, float]) -> list[str]:
    """The practices that share most with this one, by a first count."""
    slug = subject.practice.slug
    scores: dict[str, float] = defaultdict(float)
    for other, cosine in near.items():
        scores[other] += WEIGHTS[ReasonKind.SIMILAR_TEXT] * cosine
    for shared, weight in _first_count(subject):
        for key, rarity in shared.rarities.items():
            for other in _window(shared.look_up[key], slug):
                scores[other] += weight * rarity
    for other in (*subject.named, *subject.named_by, *filter(None, [subject.practice.part_of])):
        scores[other] += WEIGHTS[ReasonKind.NAMED]
    others = [other for other in scores if other != slug and other in subject.bank.practices]
    return sorted(others, key=lambda other: (-round(scores[other], 6), other))[:CANDIDATES]


def _first_count(subject: _Subject) -> Iterator[tuple[_Shared, float]]:
    """What may be shared, and what one shared key is worth."""
    yield subject.cities, WEIGHTS[ReasonKind.SAME_CITY]
    yield subject.topics, WEIGHTS[ReasonKind.SHARED_TOPICS]
    yield subject.target_groups, GROUP_WEIGHT
    yield subject.organisations, WEIGHTS[ReasonKind.SAME_ORGANISATION]
    yield subject.funders, WEIGHTS[ReasonKind.SAME_FUNDER]
    yield subject.programmes, WEIGHTS[ReasonKind.SAME_PROGRAMME]


def _window(bucket: tuple[str, ...], slug: str) -> tuple[str, ...]:
    """The bucket, or where it is huge the part of it around the slug, as if its ends met."""
    if len(bucket) <= MOST_OF_A_BUCKET:
        return bucket
    start = (bisect_left(bucket, slug) - MOST_OF_A_BUCKET // 2) % len(bucket)
    return (bucket + bucket)[start : start + MOST_OF_A_BUCKET]


# --- reasons --------------------------------------------------------------------------------------------------


def _reasons(subject: _Subject, other: str, cosine: float) -> Iterator[Reason]:
    yield from _links(subject, subject.bank.practices[other])
    yield from _cities(subject, subject.bank.practices[other])
    yield from _topics(subject, other)
    yield from _bodies(subject, other)
    if cosine >= LEAST_COSINE:
        weight = min(WEIGHTS[ReasonKind.SIMILAR_TEXT] * cosine, MOST_TEXT_WEIGHT)
        yield _reason(ReasonKind.SIMILAR_TEXT, weight)


def _reason(
    kind: ReasonKind, weight: float, keys: Iterable[str] = (), target_groups: Iterable[str] = ()
) -> Reason:
    most = slice(MOST_NAMED)
    return Reason(kind, round(weight, 4), tuple(keys)[most], tuple(target_groups)[most])


def _links(subject: _Subject, other: Practice) -> Iterator[Reason]:
    """What the authors say of each other: a programme and its parts are not told of as mere names."""
    practice = subject.practice
    if practice.part_of == other.slug:
        yield _reason(ReasonKind.PROGRAMME, WEIGHTS[ReasonKind.PROGRAMME])
    elif other.part_of == practice.slug:
        yield _reason(ReasonKind.PART_OF, WEIGHTS[ReasonKind.PART_OF])
    elif other.slug in subject.named:
        yield _reason(ReasonKind.NAMED, WEIGHTS[ReasonKind.NAMED])
    elif other.slug in subject.named_by:
        yield _reason(ReasonKind.NAMED_BY, WEIGHTS[ReasonKind.NAMED_BY])
    for programme in subject.programmes.with_(other.slug):
        weight = WEIGHTS[ReasonKind.SAME_PROGRAMME] * (1 + subject.programmes.rarities[programme]) / 2
        if programme == practice.part_of:
            yield _reason(ReasonKind.SAME_PROGRAMME, weight, [programme])


def _cities(subject: _Subject, other: Practice) -> Iterator[Reason]:
    city, rarities = subject.practice.city, subject.cities.rarities
    if city and city == other.city:
        yield _reason(ReasonKind.SAME_CITY, WEIGHTS[ReasonKind.SAME_CITY] * (1 + rarities[city]) / 2, [city])
    elif shared := subject.cities.with_(other.slug):
        yield _reason(ReasonKind.ALSO_IN_CITY, WEIGHTS[ReasonKind.ALSO_IN_CITY] * rarities[shared[0]], shared)


def _topics(subject: _Subject, other: str) -> Iterator[Reason]:
    topics, groups = subject.topics.with_(other), subject.target_groups.with_(other)
    weight = sum(WEIGHTS[ReasonKind.SHARED_TOPICS] * subject.topics.rarities[key] for key in topics)
    weight += sum(GROUP_WEIGHT * subject.target_groups.rarities[key] for key in groups)
    if topics or groups:
        yield _reason(ReasonKind.SHARED_TOPICS, min(weight, MOST_TOPICS_WEIGHT), topics, groups)


def _bodies(subject: _Subject, other: str) -> Iterator[Reason]:
    """The organisations that both have, then the funders that are not among these."""
    organisations = subject.organisations.with_(other)
    funders = [key for key in subject.funders.with_(other) if key not in organisations]
    for kind, shared, keys in (
        (ReasonKind.SAME_ORGANISATION, subject.organisations, organisations),
        (ReasonKind.SAME_FUNDER, subject.funders, funders),
    ):
        if keys:
            weight = WEIGHTS[kind] * shared.rarities[keys[0]]
            yield _reason(kind, weight, (shared.names[key] for key in keys))


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
