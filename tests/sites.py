"""The fixtures' bank with what a site of its own needs."""

import hashlib
from pathlib import Path

from site_builder.settings import Place
from tests.pages_bank import copy_bank

MKDOCS_YML = """
site_name: Fixture Bank
site_url: https://bank.example/sub/
docs_dir: docs/en
theme: {name: material, font: false}
plugins: [practice-bank]
"""


def site_of_fixtures(folder: Path) -> Place:
    """Make the bank in this folder, with a hand-written page in two languages."""
    return add_pages(copy_bank(folder).root)


def add_pages(root: Path) -> Place:
    """Give the bank of this folder what a site needs besides: mkdocs.yml, and a hand-written page."""
    place = Place(root)
    for code, title in (("en", "About"), ("de", "Über")):
        docs = place.docs / code
        docs.mkdir(parents=True)
        (docs / "about.md").write_text(f"---\ntitle: {title}\n---\n\n# {title}\n", encoding="utf-8")
    (place.root / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    return place


def digests(site: Path, *, all_files: bool = False) -> dict[str, str]:
    """The digest of every file but Pagefind's own; with ``all_files``, of these, too."""
    files = (
        path for path in site.rglob("*") if path.is_file() and (all_files or "pagefind" not in path.parts)
    )
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
