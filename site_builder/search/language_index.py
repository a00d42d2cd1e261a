"""The index of one language's pages: its shards, searched as one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .. import words
from .documents import BOOSTS
from .engine import Engine, near_words
from .question import Question, clause_of, understood
from .shards import Shard

LONGEST_CORRECTED, SHORT_WORD = 30, 5


@dataclass(frozen=True)
class LanguageIndex:
    """The editions of one language's pages."""

    languages: tuple[str, ...]
    """The language of the pages, then the others in which some of their texts are."""
    shards: tuple[Shard, ...]

    @cached_property
    def slugs(self) -> list[str]:
        """The slugs by document number."""
        return [slug for shard in self.shards for slug in shard.slugs]

    @cached_property
    def _engine(self) -> Engine:
        return Engine(tuple(shard.reader for shard in self.shards), BOOSTS)

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, int]]:
        """By the folded word, how people mostly write it, and how often it occurs."""
        counts: Counter[str] = Counter()
        for shard in self.shards:
            counts.update(shard.word_counts)
        totals: dict[str, tuple[str, int]] = {}
        for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            written, total = totals.get(words.fold(word), (word, 0))
            totals[words.fold(word)] = (written, total + count)
        return totals

    def question(self, text: str) -> Question:
        """What a user's text asks of this index."""
        return understood(text, self.languages)

    def scores(self, question: Question, *, every_word: bool) -> dict[str, float]:
        """The slugs that have every word of the question, or any, with their scores."""
        found = self._engine.scores(question.clauses, prefix=question.prefix, every_clause=every_word)
        return {self.slugs[number]: round(score, 4) for number, score in found.items()}

    def correct(self, text: str) -> str | None:
        """The text with its unknown words replaced by the nearest ones; None where nothing is to replace."""
        if not self.shards:
            return None
        corrected, end = "", 0
        for match in words.WORD.finditer(text):
            better = self._correction(match.group())
            corrected += text[end : match.start()] + (better or match.group())
            end = match.end()
        corrected += text[end:]
        return corrected if corrected != text else None

    def _correction(self, word: str) -> str | None:
        folded = words.fold(word)
        if not 2 < len(folded) <= LONGEST_CORRECTED or not folded.isalpha() or self._is_known(word):
            return None
        for distance in (1,) if len(folded) <= SHORT_WORD else (1, 2):
            if near := near_words(folded, self._known_spellings, distance=distance):
                return self.spellings[min(near, key=lambda key: (-self.spellings[key][1], key))][0]
        return None

    def _is_known(self, word: str) -> bool:
        """Whether a text has the word in any form, or it is a stop word."""
        clause = clause_of((word,), self.languages)
        return not clause or any(self._engine.knows(phrase[0]) for phrase in clause)

    @cached_property
    def _known_spellings(self) -> list[str]:
        return sorted(self.spellings)
