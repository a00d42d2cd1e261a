"""What holds of every rule."""

import re
from pathlib import Path

import pytest

from site_builder import load
from site_builder.diagnostics import Position
from site_builder.load import Entry, Problem
from site_builder.rules import FAMILIES, RULES, Rule
from tests.rules.fixture_bank import BANK, context_of

KINDS = sorted(
    set(re.findall(r'(?:Problem\(|return )"([a-z]+(?:-[a-z]+)*)"', Path(load.__file__).read_text("utf-8")))
)


def test_there_are_at_least_45_rules() -> None:
    assert len(RULES) >= 45


def test_rules_come_in_the_order_of_their_codes() -> None:
    assert list(RULES) == sorted(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_documents_itself(rule: Rule) -> None:
    assert rule.summary.endswith((".", "?"))
    assert rule.bad
    assert rule.good
    assert rule.bad != rule.good


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_code_lies_in_the_family_of_its_module(rule: Rule) -> None:
    assert rule.check.__module__ in {module.__name__ for module in FAMILIES[rule.code[:3]]}


def test_names_are_unique_and_written_with_hyphens() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_the_kinds_of_problems_are_found_in_the_source() -> None:
    assert {"encoding", "yaml-alias", "yaml-comment", "file-name"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_problem_of_each_kind_is_reported_by_exactly_one_rule(kind: str) -> None:
    problem = Problem(kind, Position(3, 7), "detail {with} braces")
    entry = Entry(path="practices/example.md", slug="example", language=None, problems=(problem,))
    context = context_of(BANK)
    found = [item for rule in RULES.values() for item in rule.diagnostics(entry, context)]
    assert len(found) == 1
    assert found[0].position in (Position(3, 7), Position())
