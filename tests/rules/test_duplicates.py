"""Near duplicates: what a text's sketch is, and which texts are found."""

import random
from collections.abc import Sequence
from zlib import crc32

import pytest

from site_builder.rules.duplicates import (
    FEWEST_RUNS,
    RUN,
    SKETCH,
    Sketch,
    may_be_a_duplicate,
    near_duplicate_of,
    near_duplicates,
    near_duplicates_now,
    packed_sketch,
    sketch,
    unpacked_sketch,
)

WORDS = [
    f"{start}{middle}{end}" for start in "bdfgk" for middle in ("a", "ei", "ö") for end in ("n", "r", "lt")
]


def text(seed: int, *, length: int = 400) -> list[str]:
    chosen = random.Random(seed)
    return [chosen.choice(WORDS) + chosen.choice(WORDS) for _ in range(length)]


def changed(words: Sequence[str], share: float) -> list[str]:
    """The text with a share of its words, in one piece, written anew."""
    end = round(len(words) * share)
    return [*text(99, length=end), *words[end:]]


def drawn(words: Sequence[str]) -> Sketch:
    return sketch([" ".join(words)])


def test_a_sketch_is_the_smallest_hashes_of_the_runs_of_words() -> None:
    words = [crc32(word.encode()) for word in text(1)]
    runs = {hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1)}
    assert drawn(text(1)) == tuple(sorted(runs)[:SKETCH])


def test_a_text_that_repeats_itself_has_a_sketch_too() -> None:
    once = text(1, length=60)
    assert set(drawn(once)) <= set(drawn(once * 20))


def test_a_text_with_too_few_runs_has_none() -> None:
    assert drawn(text(1, length=FEWEST_RUNS + RUN - 2)) == ()
    assert drawn(text(1, length=FEWEST_RUNS + RUN - 1)) != ()


@pytest.mark.parametrize(
    "written",
    ["{0} – {1}", "“{0}” {1}", "{0},{1}", "{0}\n{1}", "{0}\u00a0{1}", "{0} {1}!"],
)
def test_only_words_count_not_what_stands_between_them(written: str) -> None:
    first, second, *rest = text(1)
    assert sketch([written.format(first, second), " ".join(rest)]) == drawn(text(1))


def test_neither_do_capital_letters() -> None:
    assert sketch([" ".join(text(1)).upper()]) == drawn(text(1))


def test_a_copy_is_found_and_names_the_earlier_text() -> None:
    sketches = {"a": drawn(text(1)), "b": drawn(text(2)), "c": drawn(changed(text(1), 0.1))}
    (path, (other, likeness)) = next(iter(near_duplicates(sketches).items()))
    assert (path, other) == ("c", "a")
    assert 0.6 < likeness < 1


def test_different_texts_and_texts_without_a_sketch_are_not() -> None:
    sketches = {str(seed): drawn(text(seed)) for seed in range(30)} | {"short": (), "short, too": ()}
    assert near_duplicates(sketches) == {}


def test_a_text_that_shares_a_third_is_not() -> None:
    assert near_duplicates({"a": drawn(text(1)), "b": drawn(changed(text(1), 0.7))}) == {}


def test_for_one_text_the_same_is_found_as_for_all() -> None:
    texts = [changed(text(seed % 7), (seed % 5) / 10) for seed in range(60)]
    sketches = {f"{number:02}": drawn(words) for number, words in enumerate(texts)}
    found = near_duplicates(sketches)
    assert len(found) > 20
    assert {path: near_duplicate_of(path, sketches) for path in sketches} == {
        path: found.get(path) for path in sketches
    }


def test_a_text_that_is_ruled_out_is_none() -> None:
    sketches = bank_of_texts(range(60)) | {"short": drawn(["few", "words"])}
    packed = {path: packed_sketch(own) for path, own in sketches.items()}
    may_be = {path for path in sketches if may_be_a_duplicate(path, packed)}
    assert near_duplicates(sketches).keys() <= may_be < sketches.keys()


def bank_of_texts(seeds: Sequence[int]) -> dict[str, Sketch]:
    texts = [changed(text(seed % 7), (seed % 5) / 10) for seed in seeds]
    return {f"{number:02}": drawn(words) for number, words in enumerate(texts)}


@pytest.mark.parametrize("seed", range(12))
def test_after_a_change_the_same_is_found_as_in_all_of_them(seed: int) -> None:
    chosen = random.Random(seed)
    before = bank_of_texts([chosen.randrange(60) for _ in range(40)])
    now = {path: own for path, own in before.items() if chosen.random() < 0.9}
    for path in chosen.sample(sorted(now), 4):
        now[path] = drawn(changed(text(chosen.randrange(7)), chosen.random()))
    now = dict(sorted({**now, "05a": drawn(text(chosen.randrange(7)))}.items()))
    assert near_duplicates_now(now, before, near_duplicates(before)) == near_duplicates(now)


def test_only_those_that_are_asked_for_are_looked_for() -> None:
    sketches = bank_of_texts(range(60))
    found = near_duplicates(sketches)
    asked = sorted(found)[::3]
    assert near_duplicates(sketches, among=asked) == {path: found[path] for path in asked}


def test_a_sketch_can_be_kept_as_bytes() -> None:
    assert tuple(unpacked_sketch(packed_sketch(drawn(text(1))))) == drawn(text(1))
