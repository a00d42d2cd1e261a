"""Runs the rules over a fixture as if it stood in the bank of ``fixtures/bank``, and reads what it expects."""

import re
import shutil
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from site_builder.language import read_language
from site_builder.load import load
from site_builder.rules import Context
from site_builder.settings import Place
from site_builder.validate import entry_files, validate
from site_builder.vocabulary import read_vocabulary

FIXTURES = Path(__file__).parent.parent / "fixtures"
BANK, BAD, GOOD = FIXTURES / "bank", FIXTURES / "bad", FIXTURES / "good"
TODAY = date(2026, 11, 1)
EXPECTATION = re.compile(r"# expect: (PB[0-9]{3}) ([0-9]+):([0-9]+)")
FILE_NAME = re.compile(r"# as: (practices/[^\r\n]+\.md)")
# A long text is written short: @x(300)@ stands for 300 letters, @lines(300)@ for 300 lines.
LETTERS, LINES = re.compile(rb"@x\(([0-9]+)\)@"), re.compile(rb"@lines\(([0-9]+)\)@")

Findings = Counter[tuple[str, str, int, int]]


def context_of(root: Path) -> Context:
    """What the rules see of the bank at ``root``, on the day of the fixtures."""
    place, unchanging = Place(root), _unchanging()
    return Context(
        place=place,
        settings=unchanging.settings,
        vocabulary=unchanging.vocabulary,
        languages=unchanging.languages,
        entries=tuple(load(path, root=root) for path in entry_files(place)),
        today=TODAY,
    )


@cache
def _unchanging() -> Context:
    place = Place(BANK)
    settings = place.settings()
    languages = {code: read_language(code, place) for code in settings.languages}
    return Context(place, settings, read_vocabulary(place, settings), languages)


def bank_with(fixture: Path, folder: Path) -> Path:
    """A copy of the fixture bank, in ``folder``, with the fixture laid over it: a file or a folder of files."""
    root = folder / "bank"
    shutil.copytree(BANK, root)
    if fixture.is_dir():
        shutil.copytree(fixture, root, symlinks=True, dirs_exist_ok=True)
    else:
        raw = fixture.read_bytes()
        target = root / _path_in_bank(fixture)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_written_out(raw))
    return root


def _path_in_bank(fixture: Path) -> str:
    match = FILE_NAME.search(fixture.read_bytes().decode("latin-1"))
    return match[1].encode("latin-1").decode() if match else "practices/example.md"


def _written_out(raw: bytes) -> bytes:
    with_letters = LETTERS.sub(lambda match: b"x" * int(match[1]), raw)
    return LINES.sub(lambda match: b"Neighbours meet once more.\n" * int(match[1]), with_letters)


def expected(fixture: Path) -> Findings:
    """The findings that the files of a fixture announce, each as path, code, row and column."""
    files = sorted(fixture.rglob("*.md")) if fixture.is_dir() else [fixture]
    return Counter(found for file in files for found in _expected_in(file, fixture))


def _expected_in(file: Path, fixture: Path) -> list[tuple[str, str, int, int]]:
    path = file.relative_to(fixture).as_posix() if fixture.is_dir() else _path_in_bank(fixture)
    matches = EXPECTATION.findall(file.read_bytes().decode("latin-1"))
    return [(path, code, int(row), int(column)) for code, row, column in matches]


def found(root: Path) -> Findings:
    """What the rules find in the bank at ``root``."""
    findings = validate(context_of(root))
    return Counter((item.path, item.code, item.position.row, item.position.column) for item in findings)
