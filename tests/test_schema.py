"""The JSON Schema says of an entry what the model says."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from site_builder.load import Entry, load, parse, write
from site_builder.model import Practice
from site_builder.schema import DIALECT, entry_schema, translation_schema
from site_builder.translation import translation_model
from tests.small_bank import CAFE, CAFE_IN_GERMAN

REPOSITORY = Path(__file__).resolve().parent.parent
REAL_FILES = sorted(path.name for path in (REPOSITORY / "practices").glob("*.md") if path.name != "README.md")
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
IGNORED = {"$schema", "$defs", "title", "description", "default", "format"}


def violations(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None) -> Iterator[str]:
    """What a validator of JSON Schema would say: as much of one as our schemas need, and strict about the rest."""
    root = root or schema
    for keyword, wanted in schema.items():
        if keyword not in IGNORED:
            yield from CHECKS[keyword](wanted, value, schema, root)


def _check_ref(wanted: str, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    yield from violations(root["$defs"][wanted.removeprefix("#/$defs/")], value, root)


def _check_any(wanted: list[Any], value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if all(any(violations(option, value, root)) for option in wanted):
        yield f"{value!r} fits none"


def _check_type(wanted: str, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if not isinstance(value, TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean"):
        yield f"{value!r} is no {wanted}"


def _check_properties(
    wanted: dict[str, Any], value: Any, schema: dict[str, Any], root: dict[str, Any]
) -> Iterator[str]:
    for name, item in value.items() if isinstance(value, dict) else ():
        if name in wanted:
            yield from (f"{name}: {text}" for text in violations(wanted[name], item, root))
        elif schema.get("additionalProperties") is False:
            yield f"{name} is unknown"


def _check_required(
    wanted: list[str], value: Any, schema: dict[str, Any], root: dict[str, Any]
) -> Iterator[str]:
    yield from (f"{name} is missing" for name in wanted if isinstance(value, dict) and name not in value)


def _check_items(wanted: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        yield from violations(wanted, item, root)


def _limit(kind: type | tuple[type, ...], measure: Any, is_right: Any) -> Any:
    def check(wanted: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
        if isinstance(value, kind) and not is_right(measure(value), wanted):
            yield f"{value!r} is beyond {wanted}"

    return check


def _itself(value: Any) -> Any:
    return value


NUMBER = (int, Decimal)
CHECKS: dict[str, Any] = {
    "$ref": _check_ref,
    "anyOf": _check_any,
    "type": _check_type,
    "properties": _check_properties,
    "additionalProperties": lambda *_: (),
    "required": _check_required,
    "items": _check_items,
    "minLength": _limit(str, len, int.__ge__),
    "maxLength": _limit(str, len, int.__le__),
    "minItems": _limit(list, len, int.__ge__),
    "maxItems": _limit(list, len, int.__le__),
    "minimum": _limit(NUMBER, _itself, lambda value, wanted: value >= wanted),
    "maximum": _limit(NUMBER, _itself, lambda value, wanted: value <= wanted),
    "exclusiveMinimum": _limit(NUMBER, _itself, lambda value, wanted: value > wanted),
    "pattern": _limit(str, _itself, lambda value, wanted: re.search(wanted, value)),
    "enum": _limit(object, _itself, lambda value, wanted: value in wanted),
    "const": _limit(object, _itself, lambda value, wanted: value == wanted),
}


ENTRY, TRANSLATION = entry_schema(), translation_schema()


def schema_of(entry: Entry) -> dict[str, Any]:
    return TRANSLATION if entry.is_translation else ENTRY


@pytest.mark.parametrize("name", REAL_FILES)
def test_real_entries_pass(name: str) -> None:
    entry = load(REPOSITORY / "practices" / name, root=REPOSITORY)
    assert list(violations(schema_of(entry), entry.data)) == []


RESOURCE = {"role": "Teacher"}
FUNDING = {"source": "City", "level": "own"}
RESULT = {"indicator": "Visitors", "value": 1, "unit": "people"}


@pytest.mark.parametrize(
    ("change", "is_valid"),
    [
        ({}, True),
        ({"kind": "programme"}, True),
        ({"kind": "program"}, False),
        ({"unknown": 1}, False),
        ({"district": None}, True),
        ({"partners": None}, False),
        ({"title": ""}, False),
        ({"title": "x" * 121}, False),
        ({"language": "english"}, False),
        ({"topics": []}, False),
        ({"topics": ["a"] * 6}, False),
        ({"review_every": 12}, True),
        ({"review_every": 0}, False),
        ({"review_every": True}, False),
        ({"period": {"start": 2008, "end": "2008-11-03"}}, True),
        ({"period": {"start": "Spring 2008"}}, False),
        ({"licence": "CC0-1.0"}, True),
        ({"licence": "MIT"}, False),
        ({"related": ["Not a slug"]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": 20, "count": 2}]}, True),
        ({"resources": [{**RESOURCE, "hours_per_week": [15, 20]}]}, True),
        ({"resources": [{**RESOURCE, "hours_per_week": [Decimal("19.5")]}]}, True),
        ({"resources": [{**RESOURCE, "hours_per_week": 169}]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": 0}]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": []}]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": [1, 2, 3]}]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": "20"}]}, False),
        ({"resources": [{**RESOURCE, "hours_per_week": None}]}, True),
        ({"funding": [{**FUNDING, "amount": Decimal("12.50"), "currency": "EUR"}]}, True),
        ({"funding": [{**FUNDING, "amount": "12"}]}, False),
        ({"funding": [{**FUNDING, "amount": True}]}, False),
        ({"results": [{**RESULT, "approximate": True}]}, True),
        ({"results": [{**RESULT, "approximate": "at-least"}]}, True),
        ({"results": [{**RESULT, "approximate": False}]}, False),
        ({"results": [{**RESULT, "value": None}]}, False),
    ],
)
def test_schema_and_model_agree(change: dict[str, Any], is_valid: bool) -> None:
    data = {**CAFE, **change}
    entry = Entry(path="practices/x.md", slug="x", language=None, data=data, places=b"somewhere")
    assert (not entry.schema_errors) == is_valid
    assert (not list(violations(ENTRY, data))) == is_valid


@pytest.mark.parametrize(
    ("change", "is_valid"),
    [
        ({}, True),
        ({"title": None}, False),
        ({"status": "running"}, False),
        ({"original_digest": "xyz"}, False),
        ({"sources": [{}]}, True),
        ({"sources": [{"title": "x"}]}, False),
    ],
)
def test_schema_and_model_of_a_translation_agree(change: dict[str, Any], is_valid: bool) -> None:
    data = {"language": "de", "original_digest": "0" * 16, **CAFE_IN_GERMAN, **change}
    entry = parse(write(data, ""), path="practices/x.de.md")
    assert (not entry.schema_errors) == is_valid
    assert (not list(violations(TRANSLATION, data))) == is_valid


@pytest.mark.parametrize("schema", [ENTRY, TRANSLATION], ids=["entry", "translation"])
def test_schema_document(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == DIALECT
    assert schema["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema
    for part in schema["$defs"].values():
        assert part["description"]


def test_schema_has_every_field_but_the_slug() -> None:
    assert set(ENTRY["properties"]) == set(Practice.model_fields) - {"slug"}
    assert set(TRANSLATION["properties"]) == set(translation_model().model_fields)


def test_schema_explains_fields() -> None:
    entry, translation = ENTRY, TRANSLATION
    assert entry["properties"]["city"]["description"].startswith("A key of vocabulary/cities.yml.")
    assert entry["$defs"]["Tip"]["description"] == "A piece of advice from those who did it."
    assert translation["$defs"]["TipTranslation"]["description"] == entry["$defs"]["Tip"]["description"]
    assert entry["$defs"]["Evaluation"]["properties"]["changes_made"]["title"] == "Changes made"


def test_slug_is_not_a_field_of_the_file() -> None:
    assert list(violations(ENTRY, {**CAFE, "slug": "x"})) == ["slug is unknown"]


def test_schema_gives_no_empty_defaults() -> None:
    schema = ENTRY
    defaults = {name: field["default"] for name, field in schema["properties"].items() if "default" in field}
    assert defaults == {"kind": "practice", "review_every": 24, "licence": "CC-BY-4.0"}
