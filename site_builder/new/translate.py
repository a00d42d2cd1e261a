"""An original's text, in the order of its fields, for somebody to put its translation in its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import markdown
from ..language import Language
from ..load import Entry
from ..model import SUMMARY_LENGTH, TITLE_LENGTH, Practice
from ..translation import digest, phrases
from .notes import english_name, exported, note

TRANSLATION_HEAD = (
    "Translation of practices/{original} into {language}. Put the translation in the place of each text below. "
    "Numbers, dates and names are not here: they come from the original by themselves. Items of a list keep "
    'their order; leave "{{}}" as it is: that item has nothing to translate. Lines that begin with ## explain: '
    "delete them when you are done."
)


def translation(original: Entry, *, language: Language, original_language: Language | None) -> str:
    """The text of a translation file: each text of the original in the place of its translation."""
    head = TRANSLATION_HEAD.format(original=Path(original.path).name, language=english_name(language.code))
    lines = [
        "---",
        note(head),
        f"language: {language.code}",
        note("Which version of the original this translates. Leave it as it is."),
        *exported("original_digest", digest(original.data, original.body)),
        "",
        *_translatable_fields(original.data),
        note("The text below is the original's body. Translate it, too."),
        "---",
    ]
    return "\n".join(lines) + "\n\n" + _body(original, language, original_language).strip() + "\n"


def _translatable_fields(data: Mapping[str, Any]) -> Iterator[str]:
    limits = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}
    for name, value in _texts(data).items():
        limit = f", at most {limits[name]} characters" if name in limits else ""
        yield note(f"To translate{limit}:")
        yield from exported(name, value)
        yield ""


def _texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of an entry that a translation may replace, as a translation file holds them."""
    tree: dict[str | int, Any] = {}
    for path, text in phrases(data):
        level = tree
        for step in path[:-1]:
            level = level.setdefault(step, {})
        level[path[-1]] = text
    return {name: _listed(tree[name]) for name in Practice.model_fields if name in tree}


def _listed(value: Any) -> Any:
    """Mappings by index as lists, with an empty mapping for an item that has no text."""
    if not isinstance(value, dict):
        return value
    if all(isinstance(key, int) for key in value):
        return [_listed(value.get(index, {})) for index in range(max(value) + 1)] if value else {}
    return {key: _listed(item) for key, item in value.items()}


def _body(original: Entry, language: Language, original_language: Language | None) -> str:
    """The original's body under the headings of the new language."""
    if original_language is None:
        return original.body
    keys = {heading: key for key, heading in original_language.headings.items()}
    lines = original.body.split("\n")
    for heading in markdown.parse(original.body).headings:
        known = language.headings.get(keys.get(heading.text, ""))
        if known and heading.level == 2 and lines[heading.line].startswith("## "):
            lines[heading.line] = f"## {known}"
    return "\n".join(lines)
