"""The bank of the fixtures, assembled: what the tests of pages, search and languages read."""

import shutil
from pathlib import Path

from site_builder.assemble import Assembly, assemble
from site_builder.settings import Place

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
