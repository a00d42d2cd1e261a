"""The same entries as a site of Zensical, the successor of MkDocs Material, with its own search."""

import sys
from collections.abc import Iterable
from pathlib import Path

from .texts import Text, plain_page

SETTINGS = """\
[project]
site_name = "Plain Zensical"
site_url = "http://127.0.0.1/"
nav = ["index.md"]

[project.theme]
font = false
"""


def write_zensical(texts: Iterable[Text], folder: Path) -> None:
    """Write the sources of the site into a new folder."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "zensical.toml").write_text(SETTINGS, "utf-8")
    (docs / "index.md").write_text("# Plain Zensical\n", "utf-8")
    for text in texts:
        (docs / f"{text.slug}-{text.language}.md").write_text(plain_page(text), "utf-8")


def zensical_command(folder: Path) -> list[str]:
    """Build the whole site into ``folder / "site"``, without what an earlier build has kept."""
    return [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--clean",
        "--config-file",
        str(folder / "zensical.toml"),
    ]
