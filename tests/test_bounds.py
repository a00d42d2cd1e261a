"""Any single entry is validated within bounds, or refused: what is built to blow a parser up takes it nowhere."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from site_builder.rules.registry import MOST_FINDINGS
from tests.blow_up import entries

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
MEGABYTES = 300
LARGEST_PAGE = 2_000_000
REFUSED = {
    "open brackets": "PB217",
    "open brackets, line by line": "PB217",
    "pictures that never close": "PB217",
    "quotations on one line": "PB217",
    "quotations that go on": "PB217",
    "lists like stairs": "PB217",
    "a wide table": "PB217",
    "a long definition used": "PB216",
    "definitions": "PB216",
    "short lines": "PB216",
    "too long": "PB216",
    "too long, in brackets": "PB216",
    "fields: lists in lists": "PB015",
    "fields: indentation": "PB015",
    "fields: dashes": "PB015",
    "fields: a billion laughs": "PB012",
    "fields: unknown fields": "PB015",
    "fields: long names of fields": "PB101",
    "fields: digits": "PB120",
}


def measures() -> Mapping[str, Mapping[str, Any] | None]:
    """What each case takes; None for one that the system had to end."""
    run = [sys.executable, "-m", "tests.blow_up"]
    output = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True).stdout
    rows = (line.partition("\t") for line in output.splitlines() if line)
    return {json.loads(name): json.loads(figures) if figures else None for name, _, figures in rows}


def test_each_entry_ends_within_the_limits_and_what_is_too_much_is_refused() -> None:
    found = measures()
    assert set(found) == set(entries())
    for name, figures in found.items():
        assert figures is not None, f"{name}: takes too much time or memory"
        assert figures["megabytes"] <= MEGABYTES, name
        assert figures["html"] <= LARGEST_PAGE, name
        assert figures["findings"] <= 10 * (MOST_FINDINGS + 1), name
        assert name not in REFUSED or REFUSED[name] in figures["errors"], name
