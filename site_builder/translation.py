"""Translations: which text of an entry they may replace, how they are laid over it, and when they are stale.

A translation file holds the same fields as its original, but only those with text to translate. Items of
a list correspond by position. Both the shape of the file and the paths are read off the model.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Field, create_model

from .model import LanguageCode, Part, Practice, Translated

Path = tuple[str | int, ...]

REQUIRED = ("title", "summary")
DIGEST_LENGTH = 16
DIGEST_PATTERN = r"^[0-9a-f]{16}$"


def _is_translated(annotation: Any) -> bool:
    return any(isinstance(mark, Translated) for mark in get_args(annotation)[1:])


def _item_type(annotation: Any) -> Any:
    """What an optional or a list is of; the annotation itself where it is neither."""
    inner = [item for item in get_args(annotation) if item not in (NoneType, Ellipsis)]
    if get_origin(annotation) is Annotated:
        return _item_type(inner[0]) if not _is_translated(annotation) else annotation
    if get_origin(annotation) is tuple:
        return _item_type(inner[0])
    return inner[0] if len(inner) == 1 else annotation


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_list(get_args(annotation)[0])
    return get_origin(annotation) is tuple


def _field_annotation(model: type[BaseModel], name: str) -> Any:
    field = model.model_fields[name]
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _translated_fields(model: type[BaseModel]) -> dict[str, Any]:
    shapes = {name: _shape(_field_annotation(model, name)) for name in model.model_fields}
    return {name: shape for name, shape in shapes.items() if shape is not None}


def _shape(annotation: Any) -> Any:
    """The annotation that a translation file has in the place of this one; None where nothing is to translate."""
    item = _item_type(annotation)
    if not _is_translated(item):
        is_part = isinstance(item, type) and issubclass(item, Part)
        item = _partial(item) if is_part else None
    if item is None:
        return None
    return tuple[item, ...] if _is_list(annotation) else item  # type: ignore[valid-type]


@cache
def _partial(model: type[BaseModel]) -> type[BaseModel] | None:
    fields = _translated_fields(model)
    if not fields:
        return None
    optional: dict[str, Any] = {name: (shape | None, None) for name, shape in fields.items()}
    return create_model(f"{model.__name__}Translation", __base__=Part, **optional)


@cache
def translation_model() -> type[BaseModel]:
    """The schema of a translation file: its language, the digest of its original, and translated text."""
    digest = Annotated[str, Field(pattern=DIGEST_PATTERN)]
    optional: dict[str, Any] = {
        name: (shape | None, None) for name, shape in _translated_fields(Practice).items()
    }
    required: dict[str, Any] = {name: (_shape(_field_annotation(Practice, name)), ...) for name in REQUIRED}
    own: dict[str, Any] = {"language": (LanguageCode, ...), "original_digest": (digest, ...)}
    return create_model("Translation", __base__=Part, **{**own, **optional, **required})


def phrases(
    data: Mapping[str, Any], *, model: type[BaseModel] = Practice, path: Path = ()
) -> list[tuple[Path, str]]:
    """Every text of an entry's frontmatter that a translation may replace, with its path."""
    found: list[tuple[Path, str]] = []
    for name, part in _text_items(model):
        if (value := data.get(name)) is not None:
            found += _phrases_below(value, part, (*path, name))
    return found


@cache
def _text_items(model: type[BaseModel]) -> tuple[tuple[str, type[BaseModel] | None], ...]:
    """The fields that hold text to translate, each with the model of the parts that it is, or None for mere text."""
    items = {name: _item_type(_field_annotation(model, name)) for name in model.model_fields}
    return tuple(
        (name, None if _is_translated(item) else item) for name, item in items.items() if _has_text(item)
    )


def _has_text(item: Any) -> bool:
    """Whether it is text to translate or a part that holds some. Unlike its shape, this costs no new models."""
    is_part = isinstance(item, type) and issubclass(item, Part)
    return bool(_text_items(item)) if is_part else _is_translated(item)


def _phrases_below(value: Any, part: type[BaseModel] | None, path: Path) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)] if part is None else []
    if isinstance(value, list | tuple):
        return [
            found for index, item in enumerate(value) for found in _phrases_below(item, part, (*path, index))
        ]
    if part is not None and isinstance(value, dict | Mapping | BaseModel):
        return phrases(vars(value) if isinstance(value, BaseModel) else value, model=part, path=path)
    return []


def digest(data: Mapping[str, Any], body: str) -> str:
    """Sixteen hexadecimal digits that change when, and only when, text to translate changes in the original.

    Shared facts (numbers, dates, names) do not count: they reach the translated page by themselves.
    """
    return digest_of_texts(phrases(data), body)


def digest_of_texts(texts: Iterable[tuple[Path, str]], body: str) -> str:
    """The digest of an original with these phrases."""
    text = json.dumps([[list(path), text] for path, text in texts], ensure_ascii=False)
    return hashlib.sha256(f"{text}\n{body.strip()}".encode()).hexdigest()[:DIGEST_LENGTH]


def overlay(original: Any, translated: Any) -> Any:
    """The original with the translated text laid over it; lists correspond by position."""
    if isinstance(original, Mapping) and isinstance(translated, Mapping):
        replaced = {
            key: overlay(original[key], value) for key, value in translated.items() if key in original
        }
        return {**original, **replaced}
    if _is_sequence(original) and _is_sequence(translated):
        pairs = zip(original, [*translated, *[None] * len(original)], strict=False)
        return [overlay(old, new) for old, new in pairs]
    return original if translated is None else translated


def _is_sequence(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
