"""The bank of the fixtures, assembled: what the tests of pages, search and languages read."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from site_builder.assemble import Assembly, assemble
from site_builder.bank import Edition
from site_builder.markdown import Document
from site_builder.pages import Draft, Page
from site_builder.settings import Place
from site_builder.store import digest_of

FIXTURES = Path(__file__).parent / "fixtures"


def copy_bank(target: Path) -> Place:
    """The fixtures' bank with all good entries, copied to a folder of its own."""
    shutil.copytree(FIXTURES / "bank", target, dirs_exist_ok=True)
    shutil.copytree(FIXTURES / "good", target / "practices", dirs_exist_ok=True)
    return Place(target)


def assemble_fixtures(target: Path) -> Assembly:
    """That bank, validated; it must have no errors."""
    assembly = assemble(copy_bank(target))
    assert assembly.left_out == ()
    return assembly


def written(drafts: Iterable[Draft[Page]]) -> dict[str, Page]:
    """The pages of these drafts by their addresses."""
    return {page.address: page for draft in drafts for page in draft.write()}


def telling(edition: Edition, document: Document) -> Edition:
    """The edition with another body."""
    source = replace(
        edition.translation or edition.original,
        digest=digest_of(repr(document)),
        links=document.links,
        read_document=lambda: document,
    )
    if edition.translation:
        return replace(edition, translation=source)
    return replace(edition, original=source)
