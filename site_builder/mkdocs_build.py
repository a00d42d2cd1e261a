"""MkDocs' part of a site: the hand-written pages, the theme's files, and what mkdocs.yml says of every page."""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .assemble import Assembly
from .pages.document import Theme
from .pages.frame import handbook
from .settings import Place, Settings
from .store import Store, code_digest, digest_of, digest_of_files, harmless, packed, unpacked

KIND = "mkdocs"
ENVIRONMENT = re.compile(r"!ENV\s*(\[[^\]]*\]|\S+)")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

harmless(Theme)


class MkDocsFailed(Exception):
    """MkDocs could not build its part. The message says why."""


@harmless
@dataclass(frozen=True, slots=True)
class HandWritten:
    """What MkDocs has made for one language."""

    theme: Theme
    files: Mapping[str, bytes]
    """Every file by its path below the root of the language."""


@harmless
@dataclass(frozen=True, slots=True)
class Remembered:
    """What MkDocs has made, and what else it read for it than is always looked at."""

    digest: str
    """Of all that it read."""
    folders: tuple[str, ...]
    """Where further templates of the bank's own lie."""
    made: HandWritten


def hand_written(assembly: Assembly, code: str) -> HandWritten:
    """MkDocs' part in one language: as it was made before, where MkDocs would read the same again."""
    store = assembly.store
    remembered = recall(store, code)
    if remembered and remembered.digest == _digest(assembly, code, remembered.folders):
        return remembered.made
    made, folders = _build(assembly, code)
    if folders is not None:
        digest = _digest(assembly, code, folders)
        store.put(KIND, {code: packed(Remembered(digest, folders, made))})
    return made


def recall(store: Store, code: str) -> Remembered | None:
    """What MkDocs has made for a language the last time; None where nobody can tell what it read for it."""
    found = store.get(KIND, code)
    return unpacked(found) if found else None


def _digest(assembly: Assembly, code: str, folders: tuple[str, ...]) -> str:
    """Of all that MkDocs reads for a language."""
    place, settings = assembly.context.place, assembly.context.settings
    return digest_of(files_digest(place, settings, folders), code, repr(handbook(assembly.site(code))))


def files_digest(place: Place, settings: Settings, folders: tuple[str, ...]) -> str:
    """Of all files that MkDocs reads, of its own version, and of what mkdocs.yml takes from the environment."""
    config = place.root / "mkdocs.yml"
    named = ENVIRONMENT.findall(config.read_text("utf-8", "replace"))
    environment = {name: os.environ.get(name) for found in named for name in NAME.findall(found)}
    package = Path(__file__).parent
    read = [config, *(place.docs / each for each in settings.languages), *map(Path, folders)]
    own = [package / "theme", package / "styles"]
    return digest_of(
        code_digest(),
        digest_of_files([*read, *own]),
        repr(environment),
        repr(settings),
        version("mkdocs"),
        version("mkdocs-material"),
    )


def _build(assembly: Assembly, code: str) -> tuple[HandWritten, tuple[str, ...] | None]:
    """What MkDocs makes, and the folders of further templates; None where what it reads cannot be told."""
    from mkdocs.commands import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    errors: list[str] = []
    place = assembly.context.place
    with TemporaryDirectory(prefix="practice-bank-") as folder:
        try:
            with _collected_errors() as errors:
                config = load_config(config_file=str(place.root / "mkdocs.yml"), site_dir=folder)
            plugin: Any = config.plugins["practice-bank"]
            plugin.config.update(language=code, report=False)
            plugin.assembly, plugin.writes = assembly, False
            config.plugins.run_event("startup", command="build", dirty=False)
            mkdocs_build.build(config)
        except (MkDocsException, Abort) as error:
            if errors:
                raise MkDocsFailed(
                    f"MkDocs cannot use mkdocs.yml. {' '.join(errors)}{_docs_hint(place)}"
                ) from None
            raise MkDocsFailed(f"MkDocs could not build the {code} pages: {error}") from None
        return HandWritten(plugin.theme, _files(Path(folder))), _folders(config, place)


def _files(folder: Path) -> dict[str, bytes]:
    """What MkDocs has written, but for its own list of pages, which does not know ours."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: data for name, data in named.items() if name not in ("sitemap.xml", "sitemap.xml.gz")}


def _folders(config: Mapping[str, object], place: Place) -> tuple[str, ...] | None:
    """The bank's own folders of templates. None where a plugin or a hook of the bank may read anything."""
    others = set(config["plugins"]) - {"practice-bank"}  # type: ignore[call-overload]
    if others or config["hooks"] or "INHERIT" in (place.root / "mkdocs.yml").read_text("utf-8", "replace"):
        return None
    own = getattr(config["theme"], "custom_dir", None)
    return (str(own),) if own else ()


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
