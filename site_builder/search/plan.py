"""From a bank to its index: what of it the cache still holds, and what is built."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from ..analysis import TAKEN_APART, analyse
from ..bank import Bank, Edition
from ..compounds import compounds_in
from ..language import Language
from ..store import code_digest, digest_of
from . import cache
from .documents import Document, document_of
from .engine import VERSION
from .index import Index
from .language_index import LanguageIndex
from .shards import Job, Progress, Shard, read_or_build, split

Parts = Callable[[Edition], Sequence[str]]
"""The ends of an edition's German compounds."""


def build_index(bank: Bank, *, languages: Mapping[str, Language], progress: Progress | None = None) -> Index:
    """Index the editions of these languages' pages, in memory only."""
    return open_index(bank, languages=languages, cache=None, progress=progress)


def open_index(
    bank: Bank,
    *,
    languages: Mapping[str, Language],
    cache: Path | None,
    parts: Parts | None = None,
    progress: Progress | None = None,
) -> Index:
    """The index of these languages' pages: read from below this folder what still holds, built anew the rest.

    Runs may go on side by side with the same folder. What nothing reads any more is removed from it. Without a folder
    nothing is kept. Without ``parts``, all German texts are read to take their compounds apart.
    """
    ends = parts or _parts_of(bank)
    plans = [_Pages(bank, language, ends, cache).plan() for language in languages.values()]
    shards = read_or_build(
        [job for plan in plans for job in plan.jobs], progress or (lambda done, total: None)
    )
    return Index(bank, {plan.languages[0]: plan.index(shards) for plan in plans})


@dataclass(frozen=True)
class Plan:
    """What the index of one language needs."""

    languages: tuple[str, ...]
    jobs: tuple[Job, ...]
    folder: Path | None

    def index(self, shards: Mapping[str, Shard]) -> LanguageIndex:
        """The index, of shards by their digests; the folder is rid of all others."""
        if self.folder and self.folder.is_dir():
            cache.sweep(self.folder, {job.path.name for job in self.jobs if job.path})
        return LanguageIndex(self.languages, tuple(shards[job.digest] for job in self.jobs))


def _parts_of(bank: Bank) -> Parts:
    german = (edition for edition in bank.editions.values() if edition.text_language == TAKEN_APART)
    compounds = compounds_in({edition.path: analyse(edition).words for edition in german})
    return lambda edition: compounds.ends_in(edition.path)


@dataclass(frozen=True)
class _Pages:
    """The pages of one language, and what is read to index them."""

    bank: Bank
    language: Language
    parts: Parts
    folder: Path | None

    def plan(self) -> Plan:
        """What their index needs."""
        code, editions = self.language.code, self.bank.editions_in(self.language.code)
        others = sorted({edition.text_language for edition in editions} - {code})
        return Plan((code, *others), tuple(map(self._job, split(editions))), self._own_folder)

    @property
    def _own_folder(self) -> Path | None:
        return self.folder / self.language.code if self.folder else None

    @cached_property
    def _around(self) -> str:
        """Changes with all that is read besides the editions."""
        return digest_of(code_digest(), VERSION, repr(self.bank.vocabulary), repr(self.language))

    def _job(self, editions: Sequence[Edition]) -> Job:
        read = [[edition.slug, edition.digest, *self.parts(edition)] for edition in editions]
        digest = digest_of(self._around, json.dumps(read))
        path = self._own_folder / f"{digest}{cache.SHARD}" if self._own_folder else None
        return Job(digest, self.language.code, partial(self._documents, editions), path)

    def _documents(self, editions: Sequence[Edition]) -> list[Document]:
        return [document_of(edition, self.bank, self.language, self.parts(edition)) for edition in editions]
