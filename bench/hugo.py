"""The same entries as a site of Hugo, with a list of all and a list for each topic."""

import json
import shutil
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from .texts import Text

THEME = Path(__file__).parent / "plain_hugo"
"""Settings, templates and a style sheet: what every site of Hugo needs."""


def write_hugo(texts: Iterable[Text], folder: Path) -> None:
    """Write the sources of the site into a new folder."""
    shutil.copytree(THEME, folder)
    practices = folder / "content" / "practices"
    practices.mkdir(parents=True)
    (practices / "_index.md").write_text('{"title": "Practices"}\n', "utf-8")
    for text in texts:
        (practices / f"{text.slug}-{text.language}.md").write_text(_page(text), "utf-8")


def hugo_command(folder: Path) -> list[str]:
    """Build the whole site into ``folder / "site"``."""
    return [str(hugo_program()), "--quiet", "--source", str(folder), "--destination", str(folder / "site")]


def hugo_program() -> Path:
    """Hugo itself: the command of its Python package would add a start of Python to each build."""
    folder = Path(str(distribution("hugo").locate_file("hugo"))) / "binaries"
    return next(iter(sorted(folder.glob("hugo*"))))


def _page(text: Text) -> str:
    head = {"title": text.title, "summary": text.summary, "topics": text.topics, "language": text.language}
    return f"{json.dumps(head, ensure_ascii=False, indent=1)}\n{text.body}"
