"""Data goes one way: a module imports only from those above it, and a library is known to few."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "site_builder"

ORDER = """
    files store cores progress dates diagnostics yaml_hints handwritten settings model money collation consent
    translation load vocabulary labels language markdown pictures rules validate bank names facets words stems vectors
    analysis compounds similar related search relations readings checks addresses pages assemble swap headers publish
    mkdocs_build volumes tasks style_sheet fragments search_index search_work work plugin last_site build
    search_renewal ahead serve schema new cli
""".split()
"""The stages, each of which may import from those before it."""

KNOWN_TO = {
    "whoosh": {"search/engine.py", "stems.py"},
    "numpy": {"vectors.py"},
    "mkdocs": {"plugin.py", "mkdocs_build.py", "serve.py"},
    "frontmatter": {"load.py"},
    "yaml": {"handwritten.py", "load.py"},
    "markdown_it": {"markdown.py"},
    "nh3": {"markdown.py"},
    "PIL": {"pictures.py"},
    "click": {"cli"},
    "jinja2": {"pages", "plugin.py"},
}
"""The libraries that are to be known in one place, so that they can be changed there."""

USED_BY = {
    "words": {"stems", "analysis", "compounds", "search"},
    "vectors": {"analysis", "similar"},
    "similar": {"related", "relations"},
    "search": {"cli"},
    "plugin": {"serve"},
}
"""The stages that are there for few others."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def stage(module: Path) -> str:
    """The stage that a module is, or is a part of."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imported(module: Path) -> frozenset[str]:
    """The full name of everything that a module imports, wherever in it that happens."""
    return frozenset(_imported(module))


def _imported(module: Path) -> Iterator[str]:
    package = ["site_builder", *module.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imported_stages(module: Path) -> set[str]:
    """The other stages that a module imports from."""
    names = (name.split(".") for name in imported(module))
    found = {parts[1] for parts in names if parts[0] == "site_builder"}
    return found - {stage(module), "__version__"}


def test_every_module_has_its_place_in_the_order() -> None:
    assert {stage(module) for module in MODULES} - {"__init__"} == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("name", ORDER)
def test_a_stage_imports_only_from_those_before_it(name: str) -> None:
    above = set(ORDER[: ORDER.index(name)])
    for module in (path for path in MODULES if stage(path) == name):
        assert imported_stages(module) <= above, module.relative_to(PACKAGE)


@pytest.mark.parametrize("library", KNOWN_TO)
def test_a_library_is_known_to_few(library: str) -> None:
    users = {module for module in MODULES if library in {name.split(".")[0] for name in imported(module)}}
    paths = {module.relative_to(PACKAGE) for module in users}
    assert {path.as_posix() if path.as_posix() in KNOWN_TO[library] else path.parts[0] for path in paths} == (
        KNOWN_TO[library]
    )


@pytest.mark.parametrize("name", USED_BY)
def test_a_stage_is_used_by_few(name: str) -> None:
    assert {stage(module) for module in MODULES if name in imported_stages(module)} == USED_BY[name]
