"""Whoosh: from terms to the files of an index, and what is found in them.

Whoosh unpickles what it reads, so it is given nothing but files that this module has written.
"""

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

with warnings.catch_warnings():
    # Whoosh's sources hold invalid escapes, of which Python warns when it first compiles them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh
    import whoosh.codec.whoosh3  # it is needed later, and may warn now
    from whoosh import query as q
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.automata.fsa import find_all_matches
    from whoosh.automata.lev import levenshtein_automaton
    from whoosh.fields import TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.reading import MultiReader
    from whoosh.searching import Searcher

VERSION = str(whoosh.__version__)
PREFIX_SCORE = 0.3

Phrase = tuple[str, ...]
"""Terms that stand side by side; most often a single one."""


class AnyOf(q.Or):  # type: ignore[misc]
    """Whoosh's Or, without a table of two thousand scores for each question to each of many small shards."""

    matcher_type = q.Or.DEFAULT_MATCHER


class Memory(RamStorage):  # type: ignore[misc]  # Whoosh comes without types
    """Whoosh's storage in memory, all of it: its own keeps temporary files where every process looks for them."""

    def temp_storage(self, name: str | None = None) -> "Memory":
        """A place for files that Whoosh needs while it writes."""
        return Memory()


def index_files(documents: Iterable[Mapping[str, list[str]]], *, fields: Iterable[str]) -> dict[str, bytes]:
    """The files of an index of these documents, given as the terms of each field."""
    storage = Memory()
    schema = Schema(**{name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True) for name in fields})
    writer = storage.create_index(schema).writer(limitmb=1024)
    for document in documents:
        writer.add_document(**document)
    writer.commit()
    return dict(storage.files)


def open_reader(files: Mapping[str, bytes]) -> Any:
    """A reader of an index's files, which numbers the documents in the order in which they were given."""
    storage = Memory()
    storage.files.update(files)
    return storage.open_index().reader()


@dataclass(frozen=True)
class Engine:
    """Several indexes, searched as one. A document's number counts through all of them."""

    readers: tuple[Any, ...]
    weights: Mapping[str, float]
    """The fields, with the weight of a term found there."""

    @cached_property
    def _searcher(self) -> Any:
        return Searcher(MultiReader(list(self.readers)))

    def scores(
        self, clauses: Sequence[Iterable[Phrase]], *, prefix: str | None, every_clause: bool
    ) -> dict[int, float]:
        """The numbers of the documents with a phrase of every clause, or of any, and their scores.

        A word that begins with ``prefix`` counts for the last clause.
        """
        if not self.readers or not clauses:
            return {}
        asked = [AnyOf([self._phrase(phrase) for phrase in clause]) for clause in clauses]
        if prefix:
            asked[-1] = AnyOf([asked[-1], self._prefix(prefix)])
        together = q.And(asked) if every_clause else AnyOf(asked)
        return dict(self._searcher.search(together, limit=None).items())

    def _phrase(self, phrase: Phrase) -> Any:
        if len(phrase) == 1:
            return AnyOf([q.Term(name, phrase[0], boost=boost) for name, boost in self.weights.items()])
        return AnyOf([q.Phrase(name, list(phrase), boost=boost) for name, boost in self.weights.items()])

    def _prefix(self, prefix: str) -> Any:
        return AnyOf(
            [self._prefix_in(name, prefix, boost * PREFIX_SCORE) for name, boost in self.weights.items()]
        )

    def _prefix_in(self, name: str, prefix: str, score: float) -> Any:
        """Spelt out, because Whoosh's own Prefix scores by how many terms each segment happens to have."""
        terms = [q.Term(name, text.decode()) for text in self._searcher.reader().expand_prefix(name, prefix)]
        return q.ConstantScoreQuery(AnyOf(terms), score) if terms else q.NullQuery

    def knows(self, term: str) -> bool:
        """Whether a document has the term in any field."""
        reader = self._searcher.reader()
        return any((name, term) in reader for name in self.weights)


def near_words(word: str, known: Sequence[str], *, distance: int) -> list[str]:
    """Of the known words, which are sorted, those that so many letters at most set apart from this one."""

    def at_or_after(spelling: str) -> str | None:
        place = bisect_left(known, spelling)
        return known[place] if place < len(known) else None

    return list(find_all_matches(levenshtein_automaton(word, distance).to_dfa(), at_or_after))
