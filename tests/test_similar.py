"""Which texts are near to each other, and that a plain calculation says the same."""

import math
import random
from collections import Counter

import pytest

from site_builder import vectors
from site_builder.analysis import Analysis
from site_builder.bank import Bank
from site_builder.similar import (
    Buckets,
    Compared,
    Neighbours,
    compared,
    in_language,
    neighbours,
    neighbours_of,
    signs_of,
)
from tests.search_bank import ENTRIES, make_bank, near, read


def text(counts: dict[int, int]) -> Analysis:
    codes = sorted(counts)
    return Analysis(
        b"".join(code.to_bytes(4, "little") for code in codes), bytes(counts[code] for code in codes)
    )


def counts_of(analysis: Analysis) -> dict[int, int]:
    codes = range(0, len(analysis.terms), 4)
    return {
        int.from_bytes(analysis.terms[place : place + 4], "little"): count
        for place, count in zip(codes, analysis.counts, strict=True)
    }


def synthetic(number: int, *, seed: int = 1, words: int = 40, vocabulary: int = 300) -> dict[str, Analysis]:
    """Texts of words that are as unevenly frequent as in any language."""
    rng = random.Random(seed)
    weights = [1 / (rank + 1) for rank in range(vocabulary)]
    codes = rng.sample(range(1, 2**32), vocabulary)
    return {
        f"text-{place:04}": text(Counter(rng.choices(codes, weights, k=words))) for place in range(number)
    }


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return read(make_bank(tmp_path_factory.mktemp("bank")))[0]


# --- what is near ---------------------------------------------------------------------------------------------


def test_the_nearest_text_comes_first(bank: Bank) -> None:
    found = near(bank)["en"]
    assert found["mothers-courses"][0][0] == "fathers-courses"
    assert found["fathers-courses"][0][0] == "mothers-courses"


@pytest.mark.parametrize("slug", sorted(ENTRIES))
def test_nothing_is_near_to_itself(bank: Bank, slug: str) -> None:
    assert slug not in dict(near(bank)["en"][slug])


def test_cosines_fall_and_lie_between_nothing_and_one() -> None:
    for nearest in neighbours(synthetic(60)).values():
        cosines = [cosine for _, cosine in nearest]
        assert cosines == sorted(cosines, reverse=True)
        assert all(vectors.LEAST <= cosine <= 1 for cosine in cosines)


def test_a_copy_is_as_near_as_can_be() -> None:
    texts = synthetic(50)
    found = neighbours({**texts, "copy": texts["text-0007"]})
    assert found["copy"][0][0] == "text-0007"
    assert found["text-0007"][0][0] == "copy"
    assert found["copy"][0][1] > 0.9


def test_ties_go_by_slug() -> None:
    others = synthetic(30, vocabulary=5000)
    same = text({1: 3, 2: 2, 3: 1})
    found = neighbours({**others, "b": same, "a": same, "c": same})
    assert [slug for slug, _ in found["b"]] == ["a", "c"]
    assert [slug for slug, _ in found["c"]] == ["a", "b"]


def test_a_word_that_all_have_brings_nothing_together() -> None:
    texts = {f"t{number}": text({1: 5, 100 + number: 1}) for number in range(8)}
    assert set(neighbours(texts).values()) == {()}


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param({}, id="no text"),
        pytest.param({"a": Analysis()}, id="a text without a word"),
        pytest.param({"a": Analysis(), "b": Analysis()}, id="two of them"),
        pytest.param({"a": text({1: 1})}, id="one text"),
    ],
)
def test_where_there_is_nothing_to_compare_nothing_is_near(texts: dict[str, Analysis]) -> None:
    assert neighbours(texts) == dict.fromkeys(texts, ())


def test_texts_without_a_translation_are_compared_in_their_own_language(bank: Bank) -> None:
    assert "mothers-courses" in dict(near(bank)["de"]["fathers-courses"])


def test_the_language_of_the_pages_goes_first() -> None:
    found: dict[str, Neighbours] = {
        "en": {"a": (("b", 0.5), ("c", 0.25))},
        "de": {"a": (("b", 0.125), ("d", 0.375)), "z": ()},
    }
    assert in_language("de", found) == {"a": (("d", 0.375), ("c", 0.25), ("b", 0.125)), "z": ()}
    assert in_language("en", found) == {"a": (("b", 0.5), ("d", 0.375), ("c", 0.25)), "z": ()}


# --- the same on every machine, and by a plain calculation ------------------------------------------------------


def steps(number: int) -> int:
    return int(number**vectors.STEPS_A_DOUBLING).bit_length() - 1


def shares_of(texts: dict[str, Analysis]) -> dict[str, dict[int, int]]:
    """Of each text the shares of its key terms."""
    counts = {slug: counts_of(analysis) for slug, analysis in texts.items()}
    frequency = Counter(term for found in counts.values() for term in found)
    return {slug: key_shares(found, frequency, len(texts)) for slug, found in counts.items()}


def key_shares(counts: dict[int, int], frequency: Counter[int], texts: int) -> dict[int, int]:
    weights = {
        term: int(vectors.COUNT_WEIGHTS[count]) * max(steps(texts) - steps(frequency[term]), 0)
        for term, count in counts.items()
    }
    scale = vectors.ONE / math.sqrt(max(sum(weight**2 for weight in weights.values()), 1))
    shares = {term: int(weight * scale) for term, weight in weights.items() if frequency[term] > 1}
    # The order of terms as signed numbers is the one in which they are numbered.
    ranked = sorted(shares, key=lambda term: (-shares[term], term - 2**32 * (term >= 2**31)))
    return {term: shares[term] for term in ranked[: vectors.KEY_TERMS] if shares[term]}


def plainly(texts: dict[str, Analysis]) -> dict[str, tuple[tuple[str, float], ...]]:
    """What is near to each text, as the docstrings say it."""
    shares = shares_of(texts)
    postings: dict[int, list[str]] = {}
    for slug in sorted(shares):
        for term in shares[slug]:
            postings.setdefault(term, []).append(slug)
    for term, slugs in postings.items():
        slugs.sort(key=lambda slug: (-shares[slug][term], slug))
        del slugs[vectors.TEXTS_A_TERM :]
    return {slug: nearest_of(slug, shares, postings) for slug in shares}


def nearest_of(
    slug: str, shares: dict[str, dict[int, int]], postings: dict[int, list[str]]
) -> tuple[tuple[str, float], ...]:
    scores: Counter[str] = Counter()
    for term, share in shares[slug].items():
        for other in postings[term]:
            scores[other] += share * shares[other][term]
    cosines = {
        other: min(score * vectors.COSINE_STEPS // vectors.ONE**2, vectors.COSINE_STEPS)
        / vectors.COSINE_STEPS
        for other, score in scores.items()
        if other != slug and score >= vectors.LEAST * vectors.ONE**2
    }
    ranked = sorted(cosines, key=lambda other: (-cosines[other], other))
    return tuple((other, cosines[other]) for other in ranked[: vectors.NEIGHBOURS])


@pytest.mark.parametrize("number", [2, 3, 63, 64, 65, 200])
@pytest.mark.parametrize("most", [vectors.TEXTS_A_TERM, 3])
def test_a_plain_calculation_finds_the_same(number: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "TEXTS_A_TERM", most)
    monkeypatch.setattr(vectors, "KEY_TERMS", 12)
    texts = synthetic(number, seed=number)
    assert neighbours(texts) == plainly(texts)


def test_the_order_of_the_texts_does_not_matter() -> None:
    texts = synthetic(40)
    backwards = dict(reversed(texts.items()))
    assert neighbours(backwards) == neighbours(texts)


def test_what_is_near_is_pinned() -> None:
    """The same numbers on every machine, and with every release of NumPy."""
    first, second, third = neighbours(synthetic(40))["text-0003"][:3]
    assert first == ("text-0025", 50 / 256)
    assert second == ("text-0026", 49 / 256)
    assert third == ("text-0027", 48 / 256)


# --- one text that changes ------------------------------------------------------------------------------------


def test_one_text_that_changes_leaves_most_of_what_is_near_as_it_was() -> None:
    texts = synthetic(1000, words=300, vocabulary=20_000)
    counts = counts_of(texts["text-0500"])
    new = {**dict(sorted(counts.items())[:-1]), 77: 1}
    before, after = neighbours(texts), neighbours({**texts, "text-0500": text(new)})
    changed = [slug for slug in texts if before[slug] != after[slug]]
    assert len(changed) < 50


def test_a_text_of_every_length_is_compared() -> None:
    texts = synthetic(30) | {"empty": Analysis(), "a": text({5: 1})}
    assert neighbours(texts)["empty"] == ()
    assert len(neighbours(texts)) == 32


# --- what was found before ------------------------------------------------------------------------------------


def changed(texts: dict[str, Analysis], rng: random.Random) -> dict[str, Analysis]:
    """The same, but for one text that has lost a term, has one that no other has, and has another more often."""
    slug = rng.choice(sorted(texts))
    counts = counts_of(texts[slug])
    counts.pop(rng.choice(sorted(counts)))
    counts[rng.choice(sorted(counts))] += 3
    return {**texts, slug: text({**counts, rng.randrange(1, 2**32): 1})}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [vectors.TEXTS_A_TERM, 4])
def test_what_was_found_before_saves_work_and_changes_nothing(
    seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "TEXTS_A_TERM", most)
    rng, texts = random.Random(seed), synthetic(150, seed=seed, vocabulary=2000)
    before: Compared | None = None
    for _ in range(8):
        texts = changed(texts, rng)
        before = compared(texts, before)
        assert before == compared(texts)


@pytest.mark.parametrize("few", [1, 64])
@pytest.mark.parametrize("most", [1, 3, 20])
@pytest.mark.parametrize("words", [12, 60])
def test_several_texts_may_have_changed_and_lists_may_be_full_or_not(
    few: int, most: int, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "FEW", few)
    monkeypatch.setattr(vectors, "NEIGHBOURS", most)
    monkeypatch.setattr(vectors, "TEXTS_A_TERM", 8)
    rng, texts = random.Random(most), synthetic(120, seed=words, words=words, vocabulary=500)
    before = compared(texts)
    for number in (1, 2, 5, 1):
        for _ in range(number):
            texts = changed(texts, rng)
        before = compared(texts, before)
        assert before == compared(texts)


@pytest.mark.parametrize("seed", range(3))
def test_a_sign_changes_with_what_is_near_and_with_nothing_else(seed: int) -> None:
    rng, texts = random.Random(seed), synthetic(150, seed=seed, vocabulary=2000)
    before = compared(texts)
    for _ in range(8):
        texts = changed(texts, rng)
        now = compared(texts, before)
        old, new = neighbours_of(before), neighbours_of(now)
        differ = {slug for slug in texts if old[slug] != new[slug]}
        signs = signs_of(before), signs_of(now)
        assert differ
        assert differ == {slug for slug in texts if signs[0][slug] != signs[1][slug]}
        before = now


def test_a_text_that_changes_in_nothing_that_counts_makes_no_difference() -> None:
    texts = synthetic(40)
    before = compared(texts)
    now = {**texts, "text-0007": text({**counts_of(texts["text-0007"]), 77: 1})}
    assert compared(now, before) == compared(now)


def test_what_was_found_of_other_texts_is_not_used() -> None:
    texts = synthetic(40)
    before = compared(texts)
    fewer = {slug: found for slug, found in texts.items() if slug != "text-0007"}
    assert compared(fewer, before) == compared(fewer)


def test_only_texts_that_meet_something_new_are_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = synthetic(1000, words=300, vocabulary=20_000)
    before, asked = compared(texts), 0
    near = vectors._Postings.near

    def counted(self: object, found: object, rows: list[int]) -> object:
        nonlocal asked
        asked += len(rows)
        return near(self, found, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(vectors._Postings, "near", counted)
    compared(changed(texts, random.Random(1)), before)
    assert 0 < asked < 300


# --- what is shared -------------------------------------------------------------------------------------------


NINE = tuple(f"p{number}" for number in range(9))


@pytest.mark.parametrize(
    ("slug", "around", "found"),
    [
        ("p4", 9, {"p0", "p1", "p2", "p3", "p5", "p6", "p7", "p8"}),
        ("p4", 4, {"p2", "p3", "p5"}),
        ("p0", 4, {"p7", "p8", "p1"}),
        ("p8", 4, {"p6", "p7", "p0"}),
    ],
)
def test_what_too_many_share_counts_for_the_nearest_in_the_alphabet(
    slug: str, around: int, found: set[str]
) -> None:
    buckets = Buckets(NINE, ((5, NINE),))
    assert set(buckets.most_points(slug, {}, most=9, around=around)) == found


def test_most_points_come_first_and_ties_go_by_slug() -> None:
    buckets = Buckets(NINE, ((5, ("p1", "p3", "p7")), (2, ("p1", "p2", "p3")), (4, ("p4", "p5"))))
    assert buckets.most_points("p1", {}, most=9, around=9) == ["p3", "p7", "p2"]
    assert buckets.most_points("p1", {"p0": 5, "p2": 5}, most=9, around=9) == ["p2", "p3", "p0", "p7"]
    assert buckets.most_points("p1", {"p0": 5, "p2": 5}, most=3, around=9) == ["p2", "p3", "p0"]


def test_where_nobody_shares_anything_there_are_those_that_are_given() -> None:
    buckets = Buckets(NINE, ())
    assert buckets.most_points("p1", {}, most=9, around=9) == []
    assert buckets.most_points("p1", {"p3": 1, "p2": 1}, most=9, around=9) == ["p2", "p3"]


def test_one_that_shares_nothing_has_those_that_it_is_given_and_never_itself() -> None:
    buckets = Buckets(NINE, ((5, ("p1",)),))
    assert buckets.most_points("p1", {}, most=9, around=9) == []
    assert buckets.most_points("p8", {"p8": 9, "p2": 1, "unknown": 7}, most=9, around=9) == ["p2"]


@pytest.mark.parametrize("seed", range(5))
def test_a_plain_count_finds_the_same(seed: int) -> None:
    rng = random.Random(seed)
    slugs = tuple(f"practice-{number:03}" for number in range(120))
    shared = tuple(
        (rng.randint(1, 4), tuple(sorted(rng.sample(slugs, rng.randint(1, 30))))) for _ in range(80)
    )
    for slug in slugs:
        given = {other: rng.randint(1, 9) for other in rng.sample(slugs, 5)}
        count = Counter(given)
        for points, having in shared:
            count.update(dict.fromkeys(having, points) if slug in having else {})
        del count[slug]
        expected = sorted(count, key=lambda other: (-count[other], other))[:10]
        assert Buckets(slugs, shared).most_points(slug, given, most=10, around=99) == expected
