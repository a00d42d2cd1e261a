"""A language of the site: how it writes numbers, money, dates and names, and that it has a label for everything."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, nodes

from site_builder import labels, model
from site_builder.dates import PartialDate
from site_builder.diagnostics import Severity
from site_builder.facets import FACETS, CitySize
from site_builder.language import Language, MissingLabel, read_language
from site_builder.money import BudgetBand
from site_builder.pages.compare import REASONS
from site_builder.pages.explore import SORTS
from site_builder.pages.frame import BROWSE, KINDS, LEARN, THEMES
from site_builder.pages.gathered import GATHERINGS
from site_builder.pages.lists import CHOICES
from site_builder.pages.rules import FAMILIES
from site_builder.pages.templates import TEMPLATES
from site_builder.related import ReasonKind
from site_builder.settings import NotABank, Place
from tests.small_bank import put

CODE = TEMPLATES.parent
CODES = sorted(folder.name for folder in labels.BUNDLED.iterdir())
LANGUAGES = {code: read_language(code, Place(Path("/nowhere"))) for code in CODES}
ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]
NARROW = "\N{NO-BREAK SPACE}"


# --- what a language writes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("0", "0", "0"),
        ("1250", "1,250", "1.250"),
        ("1234567", "1,234,567", "1.234.567"),
        ("2.5", "2.5", "2,5"),
        ("1.10", "1.10", "1,10"),
        ("1250.50", "1,250.50", "1.250,50"),
        ("-3.25", "-3.25", "-3,25"),
        ("0.001", "0.001", "0,001"),
    ],
)
def test_a_number_keeps_the_decimals_that_its_source_gives(value: str, english: str, german: str) -> None:
    assert ENGLISH.number(Decimal(value)) == english
    assert GERMAN.number(Decimal(value)) == german


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("12500", "EUR", "€12,500", "12.500 €"),
        ("12500.00", "EUR", "€12,500", "12.500 €"),
        ("12500.5", "EUR", "€12,500.50", "12.500,50 €"),
        ("0.99", "GBP", "£0.99", "0,99 £"),
        ("1000000", "USD", "US$1,000,000", "1.000.000 $"),
        ("3000", "CHF", "CHF3,000", "3.000 CHF"),
        ("1500", "JPY", "JP¥1,500", "1.500 ¥"),
    ],
)
def test_money_has_cents_only_where_there_are_some(
    amount: str, currency: str, english: str, german: str
) -> None:
    assert ENGLISH.money(Decimal(amount), currency) == english
    assert GERMAN.money(Decimal(amount), currency) == german.replace(" ", NARROW)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("80", "80%", "80 %"),
        ("12.5", "12.5%", "12,5 %"),
        ("0.25", "0.25%", "0,25 %"),
        ("100", "100%", "100 %"),
    ],
)
def test_a_share_in_per_cent(value: str, english: str, german: str) -> None:
    assert ENGLISH.percent(Decimal(value)) == english
    assert GERMAN.percent(Decimal(value)) == german.replace(" ", NARROW)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (PartialDate(2008), "2008", "2008"),
        (PartialDate(2008, 3), "March 2008", "März 2008"),
        (PartialDate(2008, 5, 31), "31 May 2008", "31. Mai 2008"),
        (date(2024, 12, 1), "1 December 2024", "1. Dezember 2024"),
    ],
)
def test_a_date_says_no_more_than_is_known(value: PartialDate | date, english: str, german: str) -> None:
    assert (ENGLISH.date(value), GERMAN.date(value)) == (english, german)


@pytest.mark.parametrize(
    ("key", "english", "german"),
    [
        ("period_both", "2008 to March 2010", "2008 bis März 2010"),
        ("period_from", "from 2008", "ab 2008"),
        ("period_until", "until March 2010", "bis März 2010"),
    ],
)
def test_a_period(key: str, english: str, german: str) -> None:
    for language, text in ((ENGLISH, english), (GERMAN, german)):
        start, end = language.date(PartialDate(2008)), language.date(PartialDate(2010, 3))
        assert language.text(key, start=start, end=end) == text


@pytest.mark.parametrize(
    ("code", "english", "german"),
    [
        ("DE", "Germany", "Deutschland"),
        ("AT", "Austria", "Österreich"),
        ("EG", "Egypt", "Ägypten"),
        ("XX", "XX", "XX"),
    ],
)
def test_a_country(code: str, english: str, german: str) -> None:
    assert (ENGLISH.country(code), GERMAN.country(code)) == (english, german)


def test_the_names_of_languages() -> None:
    assert (ENGLISH.name, GERMAN.name) == ("English", "Deutsch")
    assert (ENGLISH.language_name("de"), GERMAN.language_name("de")) == ("German", "Deutsch")


@pytest.mark.parametrize(
    ("items", "english", "german"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a und b"),
        (["a", "b", "c"], "a, b and c", "a, b und c"),
    ],
)
def test_a_list_in_a_sentence(items: list[str], english: str, german: str) -> None:
    assert (ENGLISH.listed(items), GERMAN.listed(items)) == (english, german)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 practices"), (1, "1 practice"), (1250, "1,250 practices")]
)
def test_a_label_that_depends_on_a_number(number: int, text: str) -> None:
    assert ENGLISH.count("practices_count", number) == text


def test_a_language_with_more_plural_forms_than_two() -> None:
    forms = {"one": "{number} miasto", "few": "{number} miasta", "other": "{number} miast"}
    polish = Language(code="pl", interface={"cities": forms})
    assert [polish.count("cities", number) for number in (1, 2, 5, 22)] == [
        "1 miasto",
        "2 miasta",
        "5 miast",
        "22 miasta",
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda language: language.text("no_such_label"),
        lambda language: language.text("as_of"),  # its {date} is not given
        lambda language: language.count("search", 1),
        lambda language: language.count("no_such_label", 1),
        lambda language: language.term("status", "no-such-status"),
        lambda language: language.term("no_such_list", "running"),
    ],
)
def test_a_label_that_is_missing_is_an_error_not_an_empty_place(ask: Any) -> None:
    with pytest.raises(MissingLabel, match="de: no "):
        ask(GERMAN)


# --- that every label is there ----------------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every label of a file with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    else:
        yield path, str(value)


def labels_of(code: str, name: str) -> dict[tuple[str, ...], str]:
    return dict(leaves(yaml.safe_load((labels.BUNDLED / code / f"{name}.yml").read_text("utf-8"))))


@pytest.mark.parametrize("name", labels.FILES)
@pytest.mark.parametrize("code", CODES)
def test_all_languages_have_the_same_labels_in_the_same_order(code: str, name: str) -> None:
    assert list(labels_of(code, name)) == list(labels_of("en", name))


@pytest.mark.parametrize("name", labels.FILES)
@pytest.mark.parametrize("code", CODES)
def test_all_languages_fill_in_the_same(code: str, name: str) -> None:
    def placeholders(language: str) -> dict[tuple[str, ...], list[str]]:
        return {path: sorted(re.findall(r"{\w+}", text)) for path, text in labels_of(language, name).items()}

    assert placeholders(code) == placeholders("en")


@pytest.mark.parametrize("name", labels.FILES)
@pytest.mark.parametrize("code", CODES)
def test_no_label_is_empty(code: str, name: str) -> None:
    assert [path for path, text in labels_of(code, name).items() if not text.strip()] == []


ENUMS = [item for item in vars(model).values() if isinstance(item, type) and issubclass(item, StrEnum)]
NAMES_OF_FIELDS = model.Contact.model_fields.keys()
GROUPS: dict[str, type[StrEnum]] = {
    re.sub(r"(?<=.)([A-Z])", r"_\1", enum.__name__).lower(): enum
    for enum in ENUMS
    if not {str(value) for value in enum} <= NAMES_OF_FIELDS
}
GROUPS |= dict.fromkeys(("evidence", "evidence_meaning"), GROUPS.pop("evidence_level"))
GROUPS |= {"city_size": CitySize, "budget": BudgetBand}


@pytest.mark.parametrize("code", CODES)
def test_every_list_of_the_schema_has_labels(code: str) -> None:
    assert LANGUAGES[code].terms.keys() == GROUPS.keys()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("code", CODES)
def test_every_value_of_the_schema_has_a_label(code: str, group: str) -> None:
    assert list(LANGUAGES[code].terms[group]) == [str(value) for value in GROUPS[group]]


# --- that every label is used -----------------------------------------------------------------------------------------

SAID_OTHERWISE = (ReasonKind.SHARED_TOPICS, ReasonKind.ALSO_IN_CITY)
COMPUTED = {
    *BROWSE,
    *KINDS,
    *LEARN,
    *("road", "workshop", "contribute", "about"),
    *(f"map_{way}" for way in ("north", "south", "east", "west")),
    *(f"{kind}_{form}" for kind in KINDS for form in ("intro", "count")),
    *(f"{item.name}_{form}" for item in GATHERINGS for form in ("intro", "count", "of")),
    *(f"{name}_{form}" for name in ("difficulties", "evaluations") for form in ("answer", "no_answer")),
    *(f"follow-ups_{state}" for state in ("done", "ahead", "missing", "undated")),
    *CHOICES,
    *(f"{kind}_intro" for kind in CHOICES),
    *(f"{kind}_item" for kind in CHOICES),
    *(f"by_{kind}" for kind in CHOICES if f"by_{kind}" in ENGLISH.interface),
    *(f"theme_{theme}" for theme in THEMES),
    *(f"rules_{family}" for family in FAMILIES.values()),
    *(f"severity_{severity}" for severity in Severity),
    *(f"compare_reason_{reason}" for reason in REASONS),
    *(f"explore_facet_{facet.key}" for facet in FACETS),
    *(f"explore_sort_{sort}" for sort in SORTS),
    *(f"related_{kind.replace('-', '_')}" for kind in ReasonKind if kind not in SAID_OTHERWISE),
}
"""The keys that are put together where they are used."""
OF_THE_LANGUAGE = {"locale", "headings"}
"""What the language itself uses."""
ASKS = {"t": "text", "text": "text", "n": "count", "count": "count"}


class Asked(set[tuple[str, str]]):
    """The labels that a source asks for: text or count, and the key, with ``*`` for what is known only later."""


def in_template(file: Path) -> Asked:
    tree = Environment(autoescape=True).parse(file.read_text("utf-8"))
    filters = tree.find_all(nodes.Filter)
    found = Asked(
        ("count", template_key(item.node)) for item in filters if item.node and item.name == "forms"
    )
    for call in tree.find_all(nodes.Call):
        name = getattr(call.node, "name", None) or getattr(call.node, "attr", None)
        if name in ASKS:
            found.add((ASKS[name], template_key(call.args[0])))
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.node, nodes.Getattr) and item.node.attr == "interface":
            found.add(("count", template_key(item.arg)))
    for loop in tree.find_all(nodes.For):
        if (
            isinstance(loop.target, nodes.Name)
            and loop.target.name == "name"
            and isinstance(loop.iter, nodes.Tuple)
        ):
            found.update(("text", template_key(item)) for item in loop.iter.items)
    return found


def template_key(node: nodes.Node) -> str:
    if isinstance(node, nodes.Const):
        return str(node.value)
    return "".join(map(template_key, node.nodes)) if isinstance(node, nodes.Concat) else "*"


def in_module(file: Path) -> Asked:
    found = Asked()
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and is_language(call.func.value)
        ) and call.func.attr in ASKS:
            found.update((ASKS[call.func.attr], key) for key in module_keys(call.args[0]))
    return found


def is_language(node: ast.expr) -> bool:
    return "language" in (getattr(node, "id", None), getattr(node, "attr", None))


def module_keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant():
            yield str(node.value)
        case ast.IfExp():
            yield from chain(module_keys(node.body), module_keys(node.orelse))
        case ast.JoinedStr():
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        case _:
            yield "*"


SOURCES = {
    **{path: in_template(path) for path in sorted(TEMPLATES.rglob("*.html"))},
    **{path: in_module(path) for path in sorted(CODE.rglob("*.py"))},
}
ASKED = Asked(chain.from_iterable(SOURCES.values()))


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if SOURCES[path]], ids=lambda path: str(path.relative_to(CODE))
)
def test_every_label_that_is_asked_for_exists(path: Path) -> None:
    for how, key in SOURCES[path]:
        if "*" not in key:
            assert isinstance(ENGLISH.interface.get(key), dict if how == "count" else str), key


@pytest.mark.parametrize("key", sorted(COMPUTED))
def test_every_label_whose_key_is_computed_exists(key: str) -> None:
    assert key in ENGLISH.interface


@pytest.mark.parametrize("pattern", sorted({key for _, key in ASKED if "*" in key}))
def test_every_computed_key_is_known_here(pattern: str) -> None:
    assert any(re.fullmatch(pattern.replace("*", ".+"), key) for key in COMPUTED)


def test_every_label_is_asked_for() -> None:
    assert sorted(ENGLISH.interface.keys() - {key for _, key in ASKED} - COMPUTED - OF_THE_LANGUAGE) == []


# --- a bank's own labels ----------------------------------------------------------------------------------------------


def test_a_bank_can_say_it_otherwise(tmp_path: Path) -> None:
    put(
        tmp_path,
        "vocabulary/en/interface.yml",
        "explore: All projects\nheadings: {lessons: What we learned}\n",
    )
    language = read_language("en", Place(tmp_path))
    assert language.text("explore") == "All projects"
    assert language.text("about") == ENGLISH.text("about")
    assert language.headings == {**ENGLISH.headings, "lessons": "What we learned"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("explore: [", "interface.yml:2:1: this is not YAML"),
        ("- explore", "interface.yml: not a list of labels: write one a line, as in 'search: Search'."),
        ("explor: All", "vocabulary/en/interface.yml: nothing asks for explor "),
        ("as_of: '({day})'", "vocabulary/en/interface.yml: as_of: nothing fills {day}. Possible: {date}."),
        ("explore: 'All {number}'", "explore: nothing fills {number}. Possible: none."),
        ("explore: 'All {'", "The label explore is 'All {': "),
        ("practices_count: All of them", "no label for practices_count.other "),
        ("explore: {one: All, other: All of them}", "no label for explore "),
        ("headings: How", "no label for headings.context, "),
    ],
)
def test_a_label_that_would_break_a_page_is_refused(text: str, says: str, tmp_path: Path) -> None:
    put(tmp_path, "vocabulary/en/interface.yml", text)
    with pytest.raises(NotABank) as caught:
        read_language("en", Place(tmp_path))
    assert says in str(caught.value)


def test_a_code_that_is_no_language(tmp_path: Path) -> None:
    with pytest.raises(NotABank, match="xq is no language code"):
        read_language("xq", Place(tmp_path))
