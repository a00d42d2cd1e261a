"""What several tests share."""

import os
from pathlib import Path

import hypothesis
import pytest

from site_builder.assemble import Assembly
from site_builder.build import Report, build
from site_builder.settings import Place
from tests.pages_bank import assemble_fixtures

ROOT = Path(__file__).parent.parent

# Tests keep nothing in the home of whoever runs them.
os.environ.setdefault("PRACTICE_BANK_SECRET", "tests")

# The same examples on every machine and in every run; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, database=None, deadline=None, max_examples=60)
hypothesis.settings.register_profile("explore", database=None, deadline=None, max_examples=5000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes the golden files anew, to be reviewed in the diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The bank of the fixtures, assembled once."""
    return assemble_fixtures(tmp_path_factory.mktemp("fixtures") / "bank")


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The site of the bank in this repository, built once, and what its build reported."""
    site_dir = tmp_path_factory.mktemp("real") / "site"
    return site_dir, build(Place(ROOT), site_dir=site_dir)


@pytest.fixture(scope="session")
def real_site(real_build: tuple[Path, Report]) -> Path:
    """The folder of the real bank's site."""
    return real_build[0]
