"""The same entries as a plain site of MkDocs Material, with its own search: what a reader would get otherwise."""

import re
import subprocess
import sys
from pathlib import Path

from site_builder.load import load

WIKI_LINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
SETTINGS = """\
site_name: Plain Material
site_url: http://127.0.0.1/
use_directory_urls: true
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
not_in_nav: "*"
"""
"""Nothing is in the nav: with 1,000 pages in it, each page would weigh 300 KB more."""


def build_material(bank: Path, folder: Path) -> Path:
    """Build the originals of a bank with MkDocs Material; the folder of the built site."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (docs / "index.md").write_text("# Plain Material\n", "utf-8")
    for path in sorted((bank / "practices").glob("*.md")):
        if "." not in path.stem:
            (docs / path.name).write_text(_page(path, root=bank), "utf-8")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--config-file",
        str(folder / "mkdocs.yml"),
    ]
    subprocess.run(command, check=True)
    return folder / "site"


def _page(path: Path, *, root: Path) -> str:
    """Title, summary and body: what a reader of either site searches for."""
    entry = load(path, root=root)
    body = WIKI_LINK.sub(lambda link: link[2] or link[1], entry.body)
    return f"# {entry.data['title']}\n\n{entry.data['summary']}\n{body}"
