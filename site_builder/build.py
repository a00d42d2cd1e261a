"""A bank's folder -> its whole site: every language side by side, then the search index of the browser.

The site is built in a folder aside and put in place when it is whole: what was there before stays until then.
"""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console

from .addresses import Addresses
from .assemble import Assembly, assemble
from .diagnostics import Diagnostic, Severity
from .fragments import UnknownFragments, ids_by_address, pagefind_version, result_ids
from .headers import write_headers
from .pages import as_json
from .settings import NotABank, Place
from .swap import swap

PAGEFIND_OPTIONS = ("--quiet", "--glob", "**/*.html")


class BuildFailed(Exception):
    """The site could not be built. The message says why; the previous site is untouched."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    diagnostics: list[Diagnostic]
    left_out: tuple[str, ...]
    """The files that are not part of the site because of their errors."""
    built: bool
    pages: int
    seconds: float


def build(place: Place, *, site_dir: Path, strict: bool = False, console: Console | None = None) -> Report:
    """Build the site into ``site_dir``. With ``strict``, errors and warnings stop it before anything is written."""
    started, console = time.perf_counter(), console or Console(stderr=True, quiet=True)
    assembly = assemble(place)
    stopped = strict and any(item.severity is not Severity.ADVICE for item in assembly.diagnostics)
    pages = 0 if stopped else _build_site(assembly, site_dir, console)
    return Report(
        diagnostics=assembly.diagnostics,
        left_out=assembly.left_out,
        built=not stopped,
        pages=pages,
        seconds=time.perf_counter() - started,
    )


def _build_site(assembly: Assembly, site_dir: Path, console: Console) -> int:
    place = assembly.context.place
    _check_target(place, site_dir)
    _check_mkdocs_file(place)
    with _writing(site_dir.parent, "The site is built there. Choose another folder with --site-dir."):
        site_dir.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place, console), _folder_aside(place, site_dir) as aside:
        with console.status("Indexing the bank"):
            assembly.index  # noqa: B018  builds the cache that every language's build reads
        with console.status("Writing the pages"):
            _build_languages(assembly, aside)
        with console.status("Indexing the pages for the search in the browser"):
            _run_pagefind(aside)
            _name_results(assembly, aside)
        write_headers(aside)
        pages = sum(1 for _ in aside.rglob("*.html"))
        swap(aside, site_dir)
    return pages


def _check_target(place: Place, site_dir: Path) -> None:
    """Refuse a folder whose replacement would delete something that is not a site."""
    target = site_dir.resolve()
    if target == place.root.resolve() or target in place.root.resolve().parents:
        raise NotABank(f"{site_dir} holds the bank itself. Choose another folder for the site.")
    if target.is_dir() and any(target.iterdir()) and not (target / "sitemap.xml").is_file():
        raise NotABank(f"{site_dir} holds something that is not a site. Empty it, or choose another folder.")


def _check_mkdocs_file(place: Place) -> None:
    """Say what is missing before every language's build stumbles over it."""
    file = place.root / "mkdocs.yml"
    if not file.is_file():
        raise NotABank(
            f"{file} is missing: it says how the site is built. "
            "Copy the file of this name from the repository of Practice Bank, and write your own site_name into it."
        )


@contextmanager
def _writing(folder: Path, remedy: str) -> Iterator[None]:
    """Name the folder, and what to do about it, where nothing can be written there."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BuildFailed(f"Cannot write in {folder}: {reason}. {remedy}") from error


@contextmanager
def _alone(place: Place, console: Console) -> Iterator[None]:
    """Wait until no other build of this bank is at work."""
    lock = FileLock(place.cache / "build.lock")
    remedy = (
        "A build keeps its work there. Make the bank's folder writable for you, or build a copy of the bank."
    )
    with _writing(place.cache, remedy):
        place.cache.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            console.print("Another build of this bank is at work. Waiting for it.", highlight=False)
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _folder_aside(place: Place, site_dir: Path) -> Iterator[Path]:
    """A folder on the same file system as the site; what an earlier build that was killed left there is removed."""
    bank = hashlib.sha256(os.fsencode(place.root.resolve())).hexdigest()[:8]
    prefix = f".{site_dir.name}-{bank}-"
    for left in site_dir.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with _writing(site_dir.parent, "The site is built there. Choose another folder with --site-dir."):
        aside = Path(tempfile.mkdtemp(prefix=prefix, dir=site_dir.parent))
    try:
        aside.chmod(0o755)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _build_languages(assembly: Assembly, aside: Path) -> None:
    settings, root = assembly.context.settings, str(assembly.context.place.root)
    codes = settings.languages
    folders = {code: Path(tempfile.mkdtemp(prefix=f"{code}-", dir=aside)) for code in codes}
    with ProcessPoolExecutor(max_workers=min(len(codes), os.cpu_count() or 1)) as pool:
        tasks = [pool.submit(build_language, root, code, str(folders[code])) for code in codes]
        for task in tasks:
            task.result()
    for code in codes:
        prefix = Addresses(language=code, default_language=settings.default_language).prefix
        _merge(folders[code], aside / prefix)


def _merge(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for item in sorted(source.iterdir()):
        item.rename(target / item.name)
    source.rmdir()


def build_language(root: str, code: str, site_dir: str) -> None:
    """One MkDocs build of one language. Runs in a process of its own."""
    from mkdocs.commands import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    errors: list[str] = []
    try:
        with _collected_errors() as errors:
            config = load_config(config_file=str(Path(root) / "mkdocs.yml"), site_dir=site_dir)
        config.plugins["practice-bank"].config.update(language=code, report=False)
        config.plugins.run_event("startup", command="build", dirty=False)
        mkdocs_build.build(config)
    except (MkDocsException, Abort) as error:
        if errors:
            hint = _docs_hint(Place(Path(root)))
            raise BuildFailed(f"MkDocs cannot use mkdocs.yml. {' '.join(errors)}{hint}") from None
        raise BuildFailed(f"MkDocs could not build the {code} pages: {error}") from None


def _docs_hint(place: Place) -> str:
    folder = place.docs / place.settings().default_language
    return "" if folder.is_dir() else f" The hand-written pages belong in {folder}; the folder may be empty."


@contextmanager
def _collected_errors() -> Iterator[list[str]]:
    """What MkDocs logs as an error, instead of printing it: every language's build would print the same."""
    messages: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)


def _run_pagefind(site: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site), *PAGEFIND_OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"Pagefind could not index the pages:\n{done.stdout}{done.stderr}")


def _name_results(assembly: Assembly, site: Path) -> None:
    """Write, for each language, which result of the search in the browser is which row of its table."""
    try:
        version, ids = pagefind_version(site), ids_by_address(site)
        for code in assembly.context.settings.languages:
            addresses = assembly.site(code).addresses
            rows = result_ids(ids, map(addresses.practice, assembly.bank.practices))
            content = as_json({"pagefind": version, "ids": rows})
            (site / addresses.words()).write_text(content, encoding="utf-8")
    except UnknownFragments as error:
        raise BuildFailed(f"The search cannot be joined with Explore. {error}") from error
