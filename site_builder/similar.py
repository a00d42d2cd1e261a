"""Which texts are alike: the nearest neighbours of every text, by the terms that set them apart.

A text is compared by its few key terms (the cosine of their TF-IDF weights), and a term finds only the texts that it
says most about. So the work for one text does not grow with the bank, and no text is compared with all the others.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from heapq import nlargest

KEY_TERMS = 60
TEXTS_A_TERM = 100
NEIGHBOURS = 20
LEAST = 0.03
"""Below this cosine two texts share no more than a chance word."""

Neighbours = dict[str, tuple[tuple[str, float], ...]]
Weights = Mapping[str, float]


def neighbours(counts: Mapping[str, Mapping[str, int]]) -> Neighbours:
    """For each text, given as counts of its terms, the nearest others and their cosines, nearest first, ties by key."""
    frequency = Counter(term for terms in counts.values() for term in terms)
    vectors = {key: _key_weights(terms, frequency, len(counts)) for key, terms in counts.items()}
    postings = _postings(vectors)
    return {key: _nearest(key, weights, postings) for key, weights in vectors.items()}


def _key_weights(terms: Mapping[str, int], frequency: Mapping[str, int], texts: int) -> Weights:
    """The text's key terms with their weights, as parts of a vector of length one."""
    weights = {
        term: (1 + math.log(count)) * math.log((texts + 1) / frequency[term]) for term, count in terms.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    shared = ((weight / length, term) for term, weight in weights.items() if frequency[term] > 1)
    return {term: weight for weight, term in nlargest(KEY_TERMS, shared)}


def _postings(vectors: Mapping[str, Weights]) -> dict[str, list[tuple[float, str]]]:
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for key, weights in vectors.items():
        for term, weight in weights.items():
            found[term].append((weight, key))
    return {term: nlargest(TEXTS_A_TERM, items) for term, items in found.items()}


def _nearest(
    key: str, weights: Weights, postings: Mapping[str, list[tuple[float, str]]]
) -> tuple[tuple[str, float], ...]:
    scores: dict[str, float] = defaultdict(float)
    for term, weight in weights.items():
        for other_weight, other in postings[term]:
            scores[other] += weight * other_weight
    scores.pop(key, None)
    ranked = sorted(((-round(score, 4), other) for other, score in scores.items() if score >= LEAST))
    return tuple((other, -score) for score, other in ranked[:NEIGHBOURS])
