"""Shards: the parts that an index is made of, each a small Whoosh index with its tables, built once and cached."""

import hashlib
import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .. import words
from . import cache
from .documents import ALIKE, BOOSTS, IN_PAGE_LANGUAGE, Document
from .engine import analyser, index_files, open_reader

EDITIONS_A_SHARD = 250
WORTH_PROCESSES = 300
"""From so many editions on, the time that further processes need to start is worth it."""

Progress = Callable[[int, int], None]
"""Told how many of how many shards are there."""


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
        names = [name for name in self._archive.namelist() if not name.endswith(".json")]
        return open_reader({name: self._archive.read(name) for name in names})

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


@dataclass(frozen=True)
class Job:
    """A shard to read from its file, or to build."""

    digest: str
    language: str
    documents: tuple[Document, ...]
    path: Path | None


def job_of(documents: Sequence[Document], language: str, folder: Path | None) -> Job:
    """The job of a shard of these editions, whose file lies in this folder; without one, nothing is cached."""
    digest = cache.digest_of(language, [[item.slug, item.language, dict(item.texts)] for item in documents])
    return Job(digest, language, tuple(documents), folder / f"{digest}{cache.SHARD}" if folder else None)


def read_or_build(jobs: Sequence[Job], told: Progress) -> dict[str, Shard]:
    """The shards by digest: from the cache where they are there and whole, the others built and put there."""
    cached = {job.digest: packed for job in jobs if job.path and (packed := cache.read(job.path))}
    shards = {digest: Shard(packed) for digest, packed in cached.items()}
    missing = [job for job in jobs if job.digest not in shards]
    for job, shard in zip(missing, _built(missing), strict=True):
        if job.path:
            cache.write(job.path, shard.packed)
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
    return Shard(_pack({**index_files(terms, fields=BOOSTS), **encoded}))


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


def _alike_counts(fields: Mapping[str, list[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, times in ALIKE.items():
        for term in fields[name]:
            counts[term] += times
    return Counter({term: count for term, count in counts.items() if not term.isdigit()})


def _word_counts(documents: Iterable[Document]) -> Counter[str]:
    """Of the words that people have written, which the ends of compounds are not."""
    fields = (item for document in documents for item in document.texts.items())
    texts = (text for name, text in fields if name != "parts")
    counts = Counter(word for text in texts for word in words.words(text))
    return Counter({word: count for word, count in counts.items() if len(word) > 2 and word.isalpha()})


def split(documents: Sequence[Document]) -> list[list[Document]]:
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
