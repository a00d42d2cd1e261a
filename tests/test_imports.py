"""What a command imports: nothing that it does not need, because to import takes longer than to check an entry."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.small_bank import make_bank


def test_help_imports_nothing_heavy() -> None:
    heavy = ("babel", "markdown_it", "mkdocs", "nh3", "pydantic", "rich", "whoosh", "yaml")
    code = f"""
import sys
from site_builder.cli import cli
try:
    cli.main(["validate", "--help"])
except SystemExit:
    print(sorted(set({heavy}) & set(sys.modules)), file=sys.stderr)
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


UNNEEDED = """
    PIL concurrent.futures filelock icalendar jinja2 lxml mkdocs multiprocessing numpy pagefind rich watchdog whoosh
    site_builder.assemble site_builder.bank site_builder.build site_builder.pages site_builder.related
""".split()


@pytest.fixture(scope="module")
def imported_to_validate(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that are there after one entry was checked whose bank was checked before."""
    bank = make_bank(tmp_path_factory.mktemp("validated"))
    (entry, *_) = sorted((bank / "practices").glob("*.md"))
    code = f"""
import sys
from site_builder.cli import cli
cli.main(["--root", {str(bank)!r}, "validate", *sys.argv[1:]], standalone_mode=False)
print("\\n".join(sys.modules))
"""
    for arguments in ([], [str(entry)]):
        command = [sys.executable, "-c", code, *arguments]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return frozenset(ended.stdout.split("\n"))


@pytest.mark.parametrize("module", UNNEEDED)
def test_validate_does_not_import(module: str, imported_to_validate: frozenset[str]) -> None:
    assert "site_builder.checks" in imported_to_validate
    assert module not in imported_to_validate
