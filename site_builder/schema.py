"""The JSON Schema of an entry and of a translation file, made from the model, for editors and programs."""

import ast
import inspect
import itertools
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .model import PLACELESS, Part, Practice, kinds, parts, practice
from .translation import translation_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TRANSLATION_SUFFIX = "Translation"
HOURS_IN_A_WEEK = 168
MODULES = (parts, kinds, practice)
NO_DEFAULTS: tuple[object, ...] = (None, [])

Schema = dict[str, Any]


class _Generator(GenerateJsonSchema):
    """Writes numbers as the model reads them: digits, never text; and hours also without a list."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """A number, and nothing else."""
        return {"type": "number"}

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """A list; the one list of numbers that there is holds hours, for which one number will do as well."""
        if all(item["type"] != "decimal" for item in schema["items_schema"]):
            return super().tuple_schema(schema)
        hours = {"type": "number", "exclusiveMinimum": 0, "maximum": HOURS_IN_A_WEEK}
        return {"anyOf": [hours, {"type": "array", "items": hours, "minItems": 1, "maxItems": 2}]}


def entry_schema() -> Schema:
    """The JSON Schema of the frontmatter of an entry in its original language.

    The slug is not part of it: it is the name of the file.
    """
    schema = _generated(Practice)
    del schema["properties"]["slug"]
    schema["required"].remove("slug")
    placeless = {"properties": {"kind": {"enum": [str(kind) for kind in PLACELESS]}}, "required": ["kind"]}
    schema["anyOf"] = [{"required": ["city"]}, placeless]
    return _document(schema, "Practice Bank entry", "The frontmatter of an entry in its original language.")


def translation_schema() -> Schema:
    """The JSON Schema of the frontmatter of a translation file."""
    schema, original = _generated(translation_model()), _generated(Practice)
    _describe(schema, original)
    for name, part in schema["$defs"].items():
        _describe(part, original["$defs"].get(name.removesuffix(TRANSLATION_SUFFIX), {}))
    description = "The frontmatter of a translation: its text replaces the original's, item by item."
    return _document(schema, "Practice Bank translation", description)


def _generated(model: type[BaseModel]) -> Schema:
    _describe_fields()
    schema = model.model_json_schema(schema_generator=_Generator)
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            _tidy(name, field)
    return schema


@cache
def _describe_fields() -> None:
    """Describe every field by its docstring. Only the schema needs this, and it takes a while to read them."""
    found = [item for module in MODULES for item in vars(module).values() if isinstance(item, type)]
    described = list(dict.fromkeys(item for item in found if issubclass(item, Part)))
    for part in described:
        for name, text in _docstrings(part):
            part.model_fields[name].description = text
    for part in described:
        part.model_rebuild(force=True)


def _docstrings(part: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """The fields that the source of a class defines, each with the text that stands below it."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
    assert isinstance(definition, ast.ClassDef)
    for field, below in itertools.pairwise(definition.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
        ):
            text = below.value.value if isinstance(below.value, ast.Constant) else None
            if isinstance(text, str):
                yield field.target.id, inspect.cleandoc(text)


def _tidy(name: str, field: Schema) -> None:
    """Give a field a title that reads well, and no default that an editor would write into the file."""
    if "title" in field:
        field["title"] = name.replace("_", " ").capitalize()
    if field.get("default", False) in NO_DEFAULTS:
        del field["default"]


def _describe(part: Schema, original: Schema) -> None:
    """Take over what the original's model says of the part and of each of its fields."""
    if description := original.get("description"):
        part["description"] = description
    for name, field in part.get("properties", {}).items():
        if description := original.get("properties", {}).get(name, {}).get("description"):
            field.setdefault("description", description)


def _document(schema: Schema, title: str, description: str) -> Schema:
    rest = {key: value for key, value in schema.items() if key not in ("title", "description", "$defs")}
    return {"$schema": DIALECT, "title": title, "description": description, **rest, "$defs": schema["$defs"]}
