"""From a bank to its index: what of it the cache still holds, and what is built."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..bank import Bank
from ..language import Language
from . import cache
from .compounds import Compounds, compounds_of
from .documents import document_of
from .index import Index
from .language_index import LanguageIndex
from .shards import Job, Progress, Shard, job_of, read_or_build, split


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
        neighbours = f"{cache.digest_of(self.languages[0], digests)}{cache.NEIGHBOURS}"
        if self.folder and self.folder.is_dir():
            cache.sweep(self.folder, {neighbours, *(f"{digest}{cache.SHARD}" for digest in digests)})
        own = tuple(shards[digest] for digest in digests)
        return LanguageIndex(self.languages, own, self.folder / neighbours if self.folder else None)


def _index(
    bank: Bank, languages: Mapping[str, Language], folder: Path | None, progress: Progress | None
) -> Index:
    compounds = compounds_of(bank)
    plans = [_plan(bank, language, compounds, folder) for language in languages.values()]
    shards = read_or_build(
        [job for plan in plans for job in plan.jobs], progress or (lambda done, total: None)
    )
    return Index(bank, {plan.languages[0]: plan.index(shards) for plan in plans}, compounds)


def _plan(bank: Bank, language: Language, compounds: Compounds, folder: Path | None) -> Plan:
    code = language.code
    documents = [document_of(edition, bank, language, compounds) for edition in bank.editions_in(code)]
    others = sorted({document.language for document in documents} - {code})
    own = folder / code if folder else None
    return Plan((code, *others), tuple(job_of(part, code, own) for part in split(documents)), own)
