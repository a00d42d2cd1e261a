"""What a user would take instead: each tool builds the same texts from nothing, and Pagefind indexes them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .aside import put_aside
from .hugo import hugo_command, write_hugo
from .material import material_command, write_material
from .pagefind import pagefind_command
from .processes import timed
from .results import Run
from .session import Session, Thing
from .texts import Text
from .zensical import write_zensical, zensical_command

Write = Callable[[Sequence[Text], Path], None]
Command = Callable[[Path], list[str]]

TOOLS: dict[str, tuple[Write, Command]] = {
    "hugo": (write_hugo, hugo_command),
    "material": (partial(write_material, arrangement="no-nav"), material_command),
    "material-nav": (partial(write_material, arrangement="nav"), material_command),
    "zensical": (write_zensical, zensical_command),
}
WITH_PAGEFIND = ("hugo", "material")
"""The others bring a search of their own."""
KEPT = ("site", ".cache", "resources", ".hugo_build.lock")
"""What a tool leaves in its folder. It is put aside before each build."""


def pagefind_of(tool: str) -> str:
    """The name of the result of Pagefind over what a tool has built."""
    return f"{tool}-pagefind"


def names_of(tool: str) -> list[str]:
    """The results that measuring a tool gives."""
    return [tool, pagefind_of(tool)] if tool in WITH_PAGEFIND else [tool]


def things_of(session: Session, tool: str, texts: Sequence[Text], *, entries: int) -> dict[str, Thing]:
    """Building the texts with a tool, in a new folder, and indexing what it built where it has no search of its own."""
    folder, (write, command) = _folder(session, tool, entries), TOOLS[tool]
    put_tool_aside(session, tool, entries=entries)
    write(texts, folder)
    site = folder / "site"
    built = Thing(lambda _: _built(command(folder), folder, session.work), site)
    indexed = Thing(lambda _: _indexed(site, session.work), site)
    return dict(zip(names_of(tool), (built, indexed), strict=False))


def measure_tool(session: Session, tool: str, texts: Sequence[Text], *, entries: int) -> None:
    """Build the texts with a tool."""
    for name, thing in things_of(session, tool, texts, entries=entries).items():
        session.measure(name, entries, thing)
    put_tool_aside(session, tool, entries=entries)


def put_tool_aside(session: Session, tool: str, *, entries: int) -> None:
    """Put aside the texts that a tool was given, and what it has built."""
    put_aside(_folder(session, tool, entries), work=session.work)


def _folder(session: Session, tool: str, entries: int) -> Path:
    return session.work / f"{tool}-{entries}"


def _built(command: list[str], folder: Path, work: Path) -> Run:
    for name in KEPT:
        put_aside(folder / name, work=work)
    return timed(command, folder=folder, environment={"NO_MKDOCS_2_WARNING": "1"})


def _indexed(site: Path, work: Path) -> Run:
    put_aside(site / "pagefind", work=work)
    return timed(pagefind_command(site), folder=site)
