"""What a practice's page says for comparisons: which figures measure the same, and which count people."""

import re

import pytest

from site_builder.assemble import Assembly
from site_builder.model import Result
from site_builder.pages import Page, generate
from site_builder.pages.compare import counts_people, measure


def result(**given: object) -> Result:
    """A figure of an entry."""
    return Result.model_validate(
        {"indicator": "People who took part", "value": 40, "unit": "people", **given}
    )


@pytest.mark.parametrize(
    "other",
    [
        {"value": 7},
        {"approximate": True},
        {"indicator": "people  who took part"},
        {"unit": "People"},
        {"as_of": "2009"},
    ],
    ids=str,
)
def test_figures_that_count_the_same_thing_have_one_measure(other: dict[str, object]) -> None:
    assert measure(result(**other)) == measure(result())


@pytest.mark.parametrize(
    "other", [{"indicator": "People invited"}, {"unit": "families"}, {"follow_up": "after-1-year"}], ids=str
)
def test_figures_that_count_something_else_have_another(other: dict[str, object]) -> None:
    assert measure(result(**other)) != measure(result())


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("en", "people", True),
        ("en", "Participants", True),
        ("en", "families", False),
        ("en", "Personen", False),
        ("de", "Personen", True),
        ("de", "Teilnehmende", True),
        ("de", "Kommunen", False),
    ],
)
def test_only_a_unit_that_means_people_counts_people(
    assembly: Assembly, language: str, unit: str, expected: bool
) -> None:
    assert counts_people(result(unit=unit), assembly.context.languages[language]) is expected


def page_of(assembly: Assembly, language: str, slug: str) -> Page:
    """The page of a practice."""
    site = assembly.site(language)
    return next(page for page in generate(site) if page.address == site.addresses.practice(slug))


def test_both_languages_give_the_same_values_for_comparisons(assembly: Assembly) -> None:
    values = [
        re.findall(
            r'data-pb-(?!place)[a-z]+="[^"]*"|data-pb-people', page_of(assembly, code, "every-field").html
        )
        for code in ("en", "de")
    ]
    own = [[value for value in found if "shortlist" not in value] for found in values]
    assert own[0] == own[1]
    assert len(own[0]) > 40


def test_every_field_that_can_be_compared_is_marked(assembly: Assembly) -> None:
    html = page_of(assembly, "en", "every-field").html
    facts = set(re.findall(r'data-pb-fact="([a-z-]+)"', html)) - {"population"}
    assert facts == {
        "summary", "where", "scope", "led-by", "when", "status", "topics", "target-groups", "goals",
        "result", "evidence", "verification", "evaluation", "money", "funding", "resources", "difficulties", "tips",
        "transfer", "sources", "contact",
    }  # fmt: skip
    assert 'data-pb-start="2008-11-03" data-pb-end="2024"' in html


def test_the_comparison_has_a_row_for_every_cell_that_its_script_writes(assembly: Assembly) -> None:
    site = assembly.site("en")
    html = next(page.html for page in generate(site) if page.address == "compare/")
    rows = re.findall(r'data-pb-row="([a-z-]+)"', html)
    assert len(rows) == len(set(rows)) == 25
