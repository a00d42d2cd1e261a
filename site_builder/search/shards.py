"""Shards: the parts that an index is made of, each a small Whoosh index with its tables, built once and cached."""

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import words
from ..bank import Edition
from ..cores import spread
from ..stems import analyser
from . import cache
from .documents import BOOSTS, IN_PAGE_LANGUAGE, Document
from .engine import index_files, open_reader

EDITIONS_A_SHARD = 160
"""So many at most: to index them anew takes about as long as to search all shards of a large bank."""

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
    def word_counts(self) -> Mapping[str, int]:
        """How often each word occurs, as people write it."""
        counts: Mapping[str, int] = json.loads(self._archive.read("words.json"))
        return counts


@dataclass(frozen=True)
class Job:
    """A shard to read from its file, or to build."""

    digest: str
    """Changes with anything that the shard is made from."""
    language: str
    """The language of the pages."""
    documents: Callable[[], Sequence[Document]]
    """Makes what is indexed, sorted by slug."""
    path: Path | None
    """Where it is kept; None where nothing is."""


def read_or_build(jobs: Sequence[Job], told: Progress) -> dict[str, Shard]:
    """The shards by digest: from the cache where they are there and whole, the others built and put there."""
    cached = {job.digest: packed for job in jobs if job.path and (packed := cache.read(job.path))}
    shards = {digest: Shard(packed) for digest, packed in cached.items()}
    missing = [job for job in jobs if job.digest not in shards]
    for job, packed in zip(missing, spread(_build, missing, at_once=1), strict=True):
        if job.path:
            cache.write(job.path, packed)
        shards[job.digest] = Shard(packed)
        told(len(shards), len(jobs))
    return shards


def _build(jobs: Sequence[Job]) -> bytes:
    """The one shard of these jobs, packed."""
    (job,) = jobs
    documents = job.documents()
    tables = {"slugs.json": [document.slug for document in documents], "words.json": _word_counts(documents)}
    encoded = {name: json.dumps(table, ensure_ascii=False).encode() for name, table in tables.items()}
    terms = [_terms(document, job.language) for document in documents]
    return _pack({**index_files(terms, fields=BOOSTS), **encoded})


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


def _word_counts(documents: Iterable[Document]) -> Counter[str]:
    """Of the words that people have written, which the ends of compounds are not."""
    fields = (item for document in documents for item in document.texts.items())
    texts = (text for name, text in fields if name != "parts")
    counts = Counter(word for text in texts for word in words.words(text))
    return Counter({word: count for word, count in counts.items() if len(word) > 2 and word.isalpha()})


def split(editions: Sequence[Edition]) -> list[list[Edition]]:
    """The editions by shard. A slug stays in its shard while the bank grows, until the shards are halved."""
    shards = 1
    while shards * EDITIONS_A_SHARD < len(editions):
        shards *= 2
    split: list[list[Edition]] = [[] for _ in range(shards)]
    for edition in editions:
        split[_hash(edition.slug) % shards].append(edition)
    return [part for part in split if part]


def _hash(slug: str) -> int:
    return int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8])
