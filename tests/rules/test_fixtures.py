"""Each bad fixture says what it expects, and gets exactly that; the good ones get nothing."""

import shutil
from pathlib import Path

import pytest

from site_builder.diagnostics import as_text
from site_builder.rules import RULES
from site_builder.validate import validate
from tests.rules.fixture_bank import BAD, BANK, GOOD, bank_with, context_of, expected, found

BAD_FIXTURES = sorted(path for path in BAD.iterdir() if path.is_dir() or path.suffix == ".md")


@pytest.fixture(scope="module")
def good_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("good") / "bank"
    shutil.copytree(BANK, root)
    shutil.copytree(GOOD, root / "practices", dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("fixture", BAD_FIXTURES, ids=lambda path: path.name)
def test_a_bad_fixture_gets_what_it_expects_and_nothing_else(fixture: Path, tmp_path: Path) -> None:
    assert found(bank_with(fixture, tmp_path)) == expected(fixture)


@pytest.mark.parametrize("fixture", BAD_FIXTURES, ids=lambda path: path.name)
def test_a_bad_fixture_is_named_after_a_rule_that_it_expects(fixture: Path) -> None:
    rule = RULES[fixture.name[:5]]
    assert fixture.name.removesuffix(".md").startswith(f"{rule.code}-{rule.name}")
    assert rule.code in {code for _, code, _, _ in expected(fixture)} or "-renamed" in fixture.name


def test_every_rule_has_a_bad_fixture() -> None:
    announced = {code for fixture in BAD_FIXTURES for _, code, _, _ in expected(fixture)}
    assert announced == set(RULES)


def test_the_good_fixtures_are_silent(good_bank: Path) -> None:
    assert as_text(validate(context_of(good_bank))) == ""


def test_there_are_enough_good_fixtures() -> None:
    assert len(list(GOOD.glob("*.md"))) >= 8


def test_the_bank_around_the_fixtures_is_silent() -> None:
    assert as_text(validate(context_of(BANK))) == ""
