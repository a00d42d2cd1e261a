"""The search index: a bank's editions in Whoosh, one index a language. The only module that imports Whoosh.

An index is made of shards, each a small Whoosh index of the editions whose slugs fall into it, and is searched as one.
A shard is kept under the digest of all that it was made from, so that an edit costs one shard. A cached file counts
only if it is whole: Whoosh unpickles what it reads, so it reads nothing but what this module has written there.
"""

import hashlib
import io
import json
import os
import tempfile
import warnings
import zipfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property
from multiprocessing import get_context
from pathlib import Path
from time import time
from types import MappingProxyType
from typing import Any

from . import similar, words
from .bank import Bank, Edition
from .language import Language
from .translation import phrases
from .words import Analyser

with warnings.catch_warnings():
    # Whoosh's sources hold invalid escapes, of which Python warns when it first compiles them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh
    import whoosh.codec.whoosh3  # it and the stemmers are needed later, and may warn now
    import whoosh.lang.snowball
    from whoosh import query as q
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.automata.fsa import find_all_matches
    from whoosh.automata.lev import levenshtein_automaton
    from whoosh.fields import TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.lang import NoStemmer, NoStopWords, stemmer_for_language, stopwords_for_language
    from whoosh.reading import MultiReader
    from whoosh.searching import Searcher

BOOSTS: Mapping[str, float] = MappingProxyType(
    {
        "title": 6.0,
        "summary": 3.0,
        "topics": 2.0,
        "places": 2.0,
        "organisations": 2.0,
        "facts": 1.0,
        "body": 1.0,
    }
)
"""The fields of an indexed edition, with the weight of a word found there."""
FACETS = ("topic", "target_group", "country", "status", "kind", "language")
IN_PAGE_LANGUAGE = frozenset({"topics", "places", "organisations"})
"""The fields whose words are the page's; those of the others are the author's or the translator's."""
ALIKE = MappingProxyType({"title": 3, "summary": 2, "facts": 1, "body": 1})
"""The fields by which texts are alike, and how often a word counts there."""
EDITIONS_A_SHARD = 250
WORTH_PROCESSES = 300
"""From so many editions on, the time that further processes need to start is worth it."""
MOST_WORDS = 32
SHORTEST_PREFIX = 3
PREFIX_SCORE = 0.3
LONGEST_CORRECTED, SHORT_WORD = 30, 5
HOUR = 3600
SHARD, NEIGHBOURS, ASIDE = ".shard", ".neighbours", ".tmp"

Progress = Callable[[int, int], None]
"""Told how many of how many shards are there."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One edition that a search found."""

    id: str
    """The practice's slug."""
    title: str
    summary: str
    city: str
    """The name of the main city in the language of the pages."""
    language: str
    """The language that the text is in."""
    score: float
    kind: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found: the best hits, and counts over all of them."""

    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    """For each of FACETS how many of all the hits have each key, the most frequent first."""
    suggestion: str | None = None
    """The query with its unknown words corrected, where no entry has all the words and the correction finds some."""
    total: int = 0
    every_word: bool = True
    """False where no entry has all the words, and the hits have some of them."""


@dataclass(frozen=True, slots=True)
class Document:
    """An edition as it is indexed: its texts by field, and the language that it was written in."""

    slug: str
    language: str
    texts: Mapping[str, str]


# --- what is indexed -------------------------------------------------------------------------------------------------


def _document(edition: Edition, bank: Bank, language: Language) -> Document:
    texts = {
        "title": [edition.practice.title],
        "summary": [edition.practice.summary],
        "topics": _labels(edition, bank, language),
        "places": _places(edition, bank, language),
        "organisations": _organisations(edition, bank),
        "facts": _facts(edition),
        "body": [edition.document.text],
    }
    joined = {name: "\n".join(dict.fromkeys(lines)) for name, lines in texts.items()}
    return Document(edition.slug, edition.text_language, joined)


def _labels(edition: Edition, bank: Bank, language: Language) -> Iterator[str]:
    practice, vocabulary = edition.practice, bank.vocabulary
    for terms, keys in (
        (vocabulary.topics, practice.topics),
        (vocabulary.target_groups, practice.target_groups),
    ):
        for key in keys:
            term = terms[language.code][key]
            yield from (term.label, term.inline)
    yield language.term("kind", practice.kind)


def _places(edition: Edition, bank: Bank, language: Language) -> Iterator[str]:
    if edition.practice.district:
        yield edition.practice.district
    for key in edition.practice.cities:
        city = bank.vocabulary.cities[key]
        yield from (*city.names.values(), *city.region.values(), language.country(city.country))


def _organisations(edition: Edition, bank: Bank) -> Iterator[str]:
    practice, vocabulary = edition.practice, bank.vocabulary
    for name in (*bank.organisation_names(practice), *(item.source for item in practice.funding)):
        yield name
        if known := vocabulary.organisations.get(vocabulary.organisation_key(name)):
            yield from (*known.names.values(), *known.aliases)


def _facts(edition: Edition) -> Iterator[str]:
    """Goals, steps, results, tips, difficulties: every text of the frontmatter but the title and the summary."""
    data = edition.practice.model_dump(exclude={"title", "summary"}, exclude_none=True)
    return (text for _, text in phrases(data))


@cache
def analyser(language: str) -> Analyser:
    """How the language's words become terms: as they are, but folded, where Whoosh does not know the language."""
    try:
        stem = stemmer_for_language(language)
        stop_words = stopwords_for_language(language)
    except (NoStemmer, NoStopWords):
        return Analyser(language)
    return Analyser(language, words.german(stem) if language == "de" else stem, frozenset(stop_words))


# --- shards ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shard:
    """Some editions of one language, as a zip of a Whoosh index and the counts of their terms and words."""

    packed: bytes

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.packed))

    @cached_property
    def reader(self) -> Any:
        """Whoosh's reader. Documents are numbered in the order of ``slugs``."""
        storage = Memory()
        for name in self._archive.namelist():
            if not name.endswith(".json"):
                storage.files[name] = self._archive.read(name)
        return storage.open_index().reader()

    @property
    def slugs(self) -> list[str]:
        """The slugs of its editions, sorted."""
        slugs: list[str] = json.loads(self._archive.read("slugs.json"))
        return slugs

    @property
    def term_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each text has each term, by slug, for texts in the language of their pages."""
        counts: Mapping[str, Mapping[str, int]] = json.loads(self._archive.read("terms.json"))
        return counts

    @property
    def word_counts(self) -> Mapping[str, int]:
        """How often each word occurs, as people write it."""
        counts: Mapping[str, int] = json.loads(self._archive.read("words.json"))
        return counts


def _schema() -> Any:
    return Schema(**{name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True) for name in BOOSTS})


@dataclass(frozen=True)
class Job:
    """A shard to read from its file, or to build."""

    digest: str
    language: str
    documents: tuple[Document, ...]
    path: Path | None


def _shards(jobs: Sequence[Job], told: Progress) -> dict[str, Shard]:
    """The shards by digest: from the cache where they are there and whole, the others built and put there."""
    cached = {job.digest: packed for job in jobs if job.path and (packed := _read(job.path))}
    shards = {digest: Shard(packed) for digest, packed in cached.items()}
    missing = [job for job in jobs if job.digest not in shards]
    for job, shard in zip(missing, _built(missing), strict=True):
        if job.path:
            _write(job.path, shard.packed)
        shards[job.digest] = shard
        told(len(shards), len(jobs))
    return shards


def _built(jobs: Sequence[Job]) -> Iterator[Shard]:
    """New shards, in order; on all cores where there is enough to do."""
    workers = min(len(jobs), os.cpu_count() or 1)
    if workers < 2 or sum(len(job.documents) for job in jobs) < WORTH_PROCESSES:
        yield from map(_build_shard, jobs)
        return
    # Not forked: the caller may have threads, as the live preview has.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_build_shard, jobs)


def _build_shard(job: Job) -> Shard:
    documents = job.documents
    terms = [_terms(document, job.language) for document in documents]
    alike = {
        document.slug: _alike_counts(fields)
        for document, fields in zip(documents, terms, strict=True)
        if document.language == job.language
    }
    tables = {
        "slugs.json": [document.slug for document in documents],
        "terms.json": alike,
        "words.json": _word_counts(documents),
    }
    encoded = {name: json.dumps(table, ensure_ascii=False).encode() for name, table in tables.items()}
    return Shard(_pack({**_whoosh_files(terms), **encoded}))


def _terms(document: Document, language: str) -> dict[str, list[str]]:
    return {
        name: analyser(language if name in IN_PAGE_LANGUAGE else document.language).terms(text)
        for name, text in document.texts.items()
    }


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


class Memory(RamStorage):  # type: ignore[misc]  # Whoosh comes without types
    """Whoosh's storage in memory, all of it: its own keeps temporary files where every process looks for them."""

    def temp_storage(self, name: str | None = None) -> "Memory":
        """A place for files that Whoosh needs while it writes."""
        return Memory()


def _whoosh_files(documents: Iterable[Mapping[str, list[str]]]) -> dict[str, bytes]:
    storage = Memory()
    writer = storage.create_index(_schema()).writer(limitmb=1024)
    for fields in documents:
        writer.add_document(**fields)
    writer.commit()
    return dict(storage.files)


def _alike_counts(fields: Mapping[str, list[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, times in ALIKE.items():
        for term in fields[name]:
            counts[term] += times
    return Counter({term: count for term, count in counts.items() if not term.isdigit()})


def _word_counts(documents: Iterable[Document]) -> Counter[str]:
    texts = (text for document in documents for text in document.texts.values())
    counts = Counter(word for text in texts for word in words.words(text))
    return Counter({word: count for word, count in counts.items() if len(word) > 2 and word.isalpha()})


def _split(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents by shard. A slug stays in its shard while the bank grows, until the shards are halved."""
    shards = 1
    while shards * EDITIONS_A_SHARD < len(documents):
        shards *= 2
    split: list[list[Document]] = [[] for _ in range(shards)]
    for document in documents:
        split[_hash(document.slug) % shards].append(document)
    return [part for part in split if part]


def _hash(slug: str) -> int:
    return int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8])


# --- the cache -------------------------------------------------------------------------------------------------------


@cache
def _code_digest() -> str:
    """Changes with every module that has a say in what is indexed, and with Whoosh."""
    files = [Path(module).read_bytes() for module in (__file__, words.__file__, similar.__file__)]
    return hashlib.sha256(b"\0".join([*files, str(whoosh.__version__).encode()])).hexdigest()


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps([_code_digest(), *parts], ensure_ascii=False).encode()).hexdigest()[:32]


def _write(path: Path, payload: bytes) -> None:
    """Write a file of the cache aside and rename it: it is there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=ASIDE, delete=False) as file:
        file.write(hashlib.sha256(payload).digest() + payload)
    Path(file.name).replace(path)


def _read(path: Path) -> bytes | None:
    """What was written there; None where it is missing or is not what was written."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    digest, payload = data[:32], data[32:]
    return payload if hashlib.sha256(payload).digest() == digest else None


def _sweep(folder: Path, wanted: set[str]) -> None:
    """Remove of our files those that no index of today reads. What another run may be writing just now stays."""
    for path in sorted(folder.iterdir()):
        being_written = path.suffix == ASIDE and path.stat().st_mtime > time() - HOUR
        if path.suffix in (SHARD, NEIGHBOURS, ASIDE) and path.name not in wanted and not being_written:
            path.unlink(missing_ok=True)


# --- what a user asks ------------------------------------------------------------------------------------------------


Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it was understood.

    A clause is a word or a quoted phrase, as the terms that it becomes in each language; the last word's beginning
    counts as well.
    """

    clauses: tuple[tuple[Phrase, ...], ...]
    prefix: str | None = None


QUOTES = '"„“”«»'


def _question(text: str, languages: Sequence[str]) -> Question:
    """Understand any text: quotes make phrases, everything else that is not a word is passed over."""
    asked = [
        (found, quoted)
        for part, quoted in _parts(text)
        for found in ([tuple(words.words(part))] if quoted else [(word,) for word in words.words(part)])
    ][:MOST_WORDS]
    clauses = [clause for found, _ in asked if (clause := _clause(found, languages))]
    is_open = asked and not asked[-1][1] and _clause(asked[-1][0], languages)
    prefix = words.fold(asked[-1][0][0]) if is_open else ""
    return Question(tuple(dict.fromkeys(clauses)), prefix if len(prefix) >= SHORTEST_PREFIX else None)


def _clause(found: Phrase, languages: Sequence[str]) -> tuple[Phrase, ...]:
    """The words' terms in each language; nothing where the language of the pages takes all of them for stop words."""
    phrases = [tuple(filter(None, map(analyser(language).term, found))) for language in languages]
    return tuple(dict.fromkeys(filter(None, phrases))) if phrases[0] else ()


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text by turns outside and inside quotes; a quote that is not closed quotes nothing."""
    for mark in QUOTES[1:]:
        text = text.replace(mark, QUOTES[0])
    parts = text.split(QUOTES[0])
    for number, part in enumerate(parts):
        yield part, number % 2 == 1 and number < len(parts) - 1


# --- the index -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LanguageIndex:
    """The editions of one language's pages."""

    languages: tuple[str, ...]
    """The language of the pages, then the others in which some of their texts are."""
    shards: tuple[Shard, ...]
    neighbours_file: Path | None = None

    @cached_property
    def slugs(self) -> list[str]:
        """The slugs by document number."""
        return [slug for shard in self.shards for slug in shard.slugs]

    @cached_property
    def _searcher(self) -> Any:
        return Searcher(MultiReader([shard.reader for shard in self.shards]))

    @cached_property
    def neighbours(self) -> Mapping[str, list[tuple[str, float]]]:
        """The nearest texts of each text that is in the language of the pages, by slug."""
        cached = self.neighbours_file and _read(self.neighbours_file)
        if cached:
            return {
                slug: [(other, score) for other, score in near] for slug, near in json.loads(cached).items()
            }
        counts = {slug: terms for shard in self.shards for slug, terms in shard.term_counts.items()}
        found = similar.neighbours({slug: counts[slug] for slug in sorted(counts)})
        if self.neighbours_file:
            _write(self.neighbours_file, json.dumps(found).encode())
        return {slug: list(near) for slug, near in found.items()}

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
        return _question(text, self.languages)

    def scores(self, question: Question, *, every_word: bool) -> dict[str, float]:
        """The slugs that have every word of the question, or any, with their scores."""
        if not self.shards or not question.clauses:
            return {}
        clauses = [q.Or([_found(phrase) for phrase in clause]) for clause in question.clauses]
        if question.prefix:
            clauses[-1] = q.Or([clauses[-1], self._prefix(question.prefix)])
        together = q.And(clauses) if every_word else q.Or(clauses)
        found = self._searcher.search(together, limit=None)
        return {self.slugs[number]: round(score, 4) for number, score in found.items()}

    def _prefix(self, prefix: str) -> Any:
        return q.Or([self._prefix_in(name, prefix, boost * PREFIX_SCORE) for name, boost in BOOSTS.items()])

    def _prefix_in(self, name: str, prefix: str, score: float) -> Any:
        """Spelt out, because Whoosh's own Prefix scores by how many terms each segment happens to have."""
        terms = [q.Term(name, text.decode()) for text in self._searcher.reader().expand_prefix(name, prefix)]
        return q.ConstantScoreQuery(q.Or(terms), score) if terms else q.NullQuery

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
            if near := self._near(folded, distance):
                return self.spellings[min(near, key=lambda key: (-self.spellings[key][1], key))][0]
        return None

    def _is_known(self, word: str) -> bool:
        """Whether a text has the word in any form, or it is a stop word."""
        clause = _clause((word,), self.languages)
        reader = self._searcher.reader()
        return not clause or any((name, phrase[0]) in reader for phrase in clause for name in BOOSTS)

    def _near(self, folded: str, distance: int) -> list[str]:
        """The spellings that so many letters at most set apart from this one."""
        known = self._known_spellings

        def at_or_after(spelling: str) -> str | None:
            place = bisect_left(known, spelling)
            return known[place] if place < len(known) else None

        return list(find_all_matches(levenshtein_automaton(folded, distance).to_dfa(), at_or_after))

    @cached_property
    def _known_spellings(self) -> list[str]:
        return sorted(self.spellings)


def _found(phrase: Phrase) -> Any:
    if len(phrase) == 1:
        return q.Or([q.Term(name, phrase[0], boost=boost) for name, boost in BOOSTS.items()])
    return q.Or([q.Phrase(name, list(phrase), boost=boost) for name, boost in BOOSTS.items()])


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

    def similar(self, slug: str, *, language: str) -> tuple[tuple[str, float], ...]:
        """The practices with the most similar text: slug and cosine, nearest first, ties by slug.

        Texts are compared in the language of the pages, and in the other open ones where that finds nothing.
        """
        found: dict[str, float] = {}
        for code in sorted(self.by_language, key=lambda code: code != language):
            for other, score in self.by_language[code].neighbours.get(slug, ()):
                found.setdefault(other, score)
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))

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
        names = self.bank.vocabulary.cities[practice.city].names
        return Hit(
            id=slug,
            title=practice.title,
            summary=practice.summary,
            city=names.get(language) or names[self.bank.languages[0]],
            language=edition.text_language,
            score=score,
            kind=str(practice.kind),
        )

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


def build_index(bank: Bank, *, languages: Mapping[str, Language], progress: Progress | None = None) -> Index:
    """Index the editions of these languages' pages, in memory only."""
    return _index(bank, languages, None, progress)


def open_index(
    bank: Bank, *, languages: Mapping[str, Language], cache: Path, progress: Progress | None = None
) -> Index:
    """The index of these languages' pages: read from below this folder what still holds, built anew the rest.

    Runs may go on side by side with the same folder. What nothing reads any more is removed from it.
    """
    return _index(bank, languages, cache, progress)


@dataclass(frozen=True)
class Plan:
    """What the index of one language needs."""

    languages: tuple[str, ...]
    jobs: tuple[Job, ...]
    folder: Path | None

    def index(self, shards: Mapping[str, Shard]) -> LanguageIndex:
        """The index, of shards by their digests; the folder is rid of all others."""
        digests = [job.digest for job in self.jobs]
        neighbours = f"{_digest(self.languages[0], digests)}{NEIGHBOURS}"
        if self.folder and self.folder.is_dir():
            _sweep(self.folder, {neighbours, *(f"{digest}{SHARD}" for digest in digests)})
        own = tuple(shards[digest] for digest in digests)
        return LanguageIndex(self.languages, own, self.folder / neighbours if self.folder else None)


def _index(
    bank: Bank, languages: Mapping[str, Language], folder: Path | None, progress: Progress | None
) -> Index:
    plans = [_plan(bank, language, folder) for language in languages.values()]
    shards = _shards([job for plan in plans for job in plan.jobs], progress or (lambda done, total: None))
    return Index(bank, {plan.languages[0]: plan.index(shards) for plan in plans})


def _plan(bank: Bank, language: Language, folder: Path | None) -> Plan:
    code = language.code
    documents = [_document(edition, bank, language) for edition in bank.editions_in(code)]
    others = sorted({document.language for document in documents} - {code})
    own = folder / code if folder else None
    return Plan((code, *others), tuple(_job(part, code, own) for part in _split(documents)), own)


def _job(documents: Sequence[Document], language: str, folder: Path | None) -> Job:
    digest = _digest(language, [[item.slug, item.language, dict(item.texts)] for item in documents])
    return Job(digest, language, tuple(documents), folder / f"{digest}{SHARD}" if folder else None)
