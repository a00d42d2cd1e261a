"""The index of a bank: what is asked of it, in one language or across all, and the hits with their facets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..bank import Bank, Edition
from .language_index import LanguageIndex
from .results import FACETS, Hit, Results


@dataclass(frozen=True)
class Index:
    """The index of a bank. The same bank gives the same answers, whether the index was built anew or not."""

    bank: Bank
    by_language: Mapping[str, LanguageIndex]

    def search(
        self,
        query: str,
        *,
        language: str,
        topic: str | None = None,
        country: str | None = None,
        target_group: str | None = None,
        limit: int = 20,
    ) -> Results:
        """The editions of this language's pages with all the words, or else with some of them, best first.

        Quotes make a phrase, and the last word may be the beginning of one. No text is a wrong query. Without any
        word the filters alone decide; without filters, too, nothing is found.
        """
        index = self.by_language[language]
        question = index.question(query)
        allowed = self._allowed(topic=topic, country=country, target_group=target_group)
        if not question.clauses:
            return self._results(dict.fromkeys(allowed or (), 0.0), language, limit)
        if scores := _only(index.scores(question, every_word=True), allowed):
            return self._results(scores, language, limit)
        some = _only(index.scores(question, every_word=False), allowed)
        suggestion = self._suggestion(query, index, allowed)
        return self._results(some, language, limit, suggestion=suggestion, every_word=False)

    def _allowed(self, **filters: str | None) -> set[str] | None:
        """The slugs that the filters let pass; None where there is no filter."""
        bank = self.bank
        look_ups = {"topic": bank.by_topic, "country": bank.by_country, "target_group": bank.by_target_group}
        given = {name: key.upper() if name == "country" else key for name, key in filters.items() if key}
        sets = [set(look_ups[name].get(key, ())) for name, key in given.items()]
        return set.intersection(*sets) if sets else None

    def _suggestion(self, query: str, index: LanguageIndex, allowed: set[str] | None) -> str | None:
        corrected = index.correct(query)
        if corrected is None:
            return None
        found = _only(index.scores(index.question(corrected), every_word=True), allowed)
        return corrected if found else None

    def _results(self, scores: Mapping[str, float], language: str, limit: int, **more: Any) -> Results:
        ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))
        hits = tuple(self._hit(slug, language, scores[slug]) for slug in ranked[: max(limit, 0)])
        return Results(hits=hits, facets=self._facets(ranked, language), total=len(ranked), **more)

    def _hit(self, slug: str, language: str, score: float) -> Hit:
        edition = self.bank.edition(slug, language)
        practice = edition.practice
        return Hit(
            id=slug,
            title=practice.title,
            summary=practice.summary,
            city=self._city(edition, language),
            language=edition.text_language,
            score=score,
            kind=str(practice.kind),
        )

    def _city(self, edition: Edition, language: str) -> str:
        """Its city, or who made it, where it is of no place."""
        practice = edition.practice
        if practice.city is None:
            return practice.organisation.name
        names = self.bank.vocabulary.cities[practice.city].names
        return names.get(language) or names[self.bank.languages[0]]

    def _facets(self, slugs: Iterable[str], language: str) -> Mapping[str, Mapping[str, int]]:
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for slug in slugs:
            for name, keys in self._facet_keys(self.bank.edition(slug, language)).items():
                counts[name].update(dict.fromkeys(keys, 1))
        return {
            name: dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
            for name, found in counts.items()
        }

    def _facet_keys(self, edition: Edition) -> Mapping[str, tuple[str, ...]]:
        practice, cities = edition.practice, self.bank.vocabulary.cities
        return {
            "topic": practice.topics,
            "target_group": practice.target_groups,
            "country": tuple(cities[key].country for key in practice.cities),
            "status": (str(practice.status),),
            "kind": (str(practice.kind),),
            "language": (edition.text_language,),
        }


def _only(scores: Mapping[str, float], allowed: set[str] | None) -> Mapping[str, float]:
    return scores if allowed is None else {slug: score for slug, score in scores.items() if slug in allowed}
