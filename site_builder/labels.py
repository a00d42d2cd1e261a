"""The labels of a language, from its folders, complete or not at all.

They come from ``languages/<code>/`` of this package, and from the bank's own ``vocabulary/<code>/`` laid over it, so
that a further language is one folder. The English labels of this package say which ones there are.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from .handwritten import read_yaml
from .settings import NotABank, Place
from .store import Store
from .vocabulary import TERM_FILES

BUNDLED = Path(__file__).parent / "languages"
COMPLETE = "en"
FILES = ("interface", "terms")
OTHER = "other"
OPTIONAL = frozenset({("locale",)})
"""Labels that a language may do without."""

Labels = Mapping[str, Any]
Placeholders = Mapping[tuple[str, ...], frozenset[str]]


def read_labels(code: str, place: Place, store: Store | None = None) -> dict[str, Labels]:
    """The labels of a language by file; NotABank where there are none, or not all, or others than those asked for."""
    labels: dict[str, Labels] = {name: _merged(code, name, place, store) for name in FILES}
    empty = [name for name, items in labels.items() if not items]
    if empty:
        terms = [name for name in TERM_FILES if not (place.vocabulary / code / f"{name}.yml").is_file()]
        files = ", ".join(f"vocabulary/{code}/{name}.yml" for name in (*empty, *terms))
        raise NotABank(f"The language {code} has no labels yet: write {files}.")
    for name, items in labels.items():
        _check(f"vocabulary/{code}/{name}.yml", items, _expected(name, store))
    return labels


def _merged(code: str, name: str, place: Place, store: Store | None) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for folder in (BUNDLED, place.vocabulary):
        for key, value in _read(folder / code / f"{name}.yml", store).items():
            old = merged.get(key)
            merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _read(file: Path, store: Store | None) -> Labels:
    if not file.is_file():
        return {}
    labels = read_yaml(file, store=store) or {}
    if not isinstance(labels, dict):
        raise NotABank(f"{file}: not a list of labels: write one a line, as in 'search: Search'.")
    return labels


_known: dict[str, Placeholders] = {}


def _expected(name: str, store: Store | None) -> Placeholders:
    if name not in _known:
        _known[name] = dict(_placeholders(_read(BUNDLED / COMPLETE / f"{name}.yml", store)))
    return _known[name]


def _placeholders(
    labels: Labels, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Each label by its path, with the placeholders that it has. All forms of a plural count as ``other``."""
    for key, value in labels.items():
        here = (*path, str(key))
        if not isinstance(value, dict):
            yield here, _fields(str(value), here)
        elif OTHER not in value:
            yield from _placeholders(value, here)
        else:
            yield (*here, OTHER), frozenset().union(*(_fields(str(form), here) for form in value.values()))


def _fields(text: str, path: tuple[str, ...]) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError as error:
        raise NotABank(f"The label {'.'.join(path)} is '{text}': {error}.") from None


def _check(file: str, labels: Labels, expected: Placeholders) -> None:
    given = dict(_placeholders(labels))
    _refuse(f"{file}: no label for", expected.keys() - given.keys() - OPTIONAL)
    _refuse(f"{file}: nothing asks for", given.keys() - expected.keys() - OPTIONAL)
    for path, names in given.items():
        if wrong := names - expected.get(path, frozenset()):
            possible = ", ".join(f"{{{name}}}" for name in sorted(expected[path])) or "none"
            named = ", ".join(f"{{{name}}}" for name in sorted(wrong))
            raise NotABank(f"{file}: {'.'.join(path)}: nothing fills {named}. Possible: {possible}.")


def _refuse(message: str, paths: set[tuple[str, ...]]) -> None:
    if paths:
        named = ", ".join(".".join(path) for path in sorted(paths))
        raise NotABank(f"{message} {named} (compare site_builder/languages/{COMPLETE}/)")
