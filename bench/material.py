"""The same entries as a plain site of MkDocs Material: what somebody would take otherwise, in two arrangements."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .texts import Text, plain_page, texts

START = """\
site_name: Plain Material
site_url: http://127.0.0.1/
use_directory_urls: true
theme: {name: material, font: false}
"""
NOT_IN_NAV = 'nav: [index.md]\nnot_in_nav: "*"\n'
"""With 1,000 pages in the nav, each page would weigh 300 KB more, and the build take several times as long."""
SETTINGS = {
    "nav": f"{START}plugins: [search]\n",
    "no-nav": f"{START}plugins: []\n{NOT_IN_NAV}",
    "search": f"{START}plugins: [search]\n{NOT_IN_NAV}",
}
"""As it comes, with everything in the nav and its own search; with neither of them; with the search alone."""


def write_material(pages: Iterable[Text], folder: Path, *, arrangement: str) -> None:
    """Write the sources of the site into a new folder, in one of the arrangements of SETTINGS."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(SETTINGS[arrangement], "utf-8")
    (docs / "index.md").write_text("# Plain Material\n", "utf-8")
    for text in pages:
        (docs / f"{text.slug}-{text.language}.md").write_text(plain_page(text), "utf-8")


def material_command(folder: Path) -> list[str]:
    """Build the whole site into ``folder / "site"``."""
    settings = str(folder / "mkdocs.yml")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", settings]


def build_material(bank: Path, folder: Path) -> Path:
    """Build the originals of a bank with MkDocs Material, with its own search; the folder of the built site."""
    originals = (text for text in texts(bank) if text.is_original)
    write_material(originals, folder, arrangement="search")
    subprocess.run(material_command(folder), check=True)
    return folder / "site"
