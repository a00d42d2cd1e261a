"""Our style sheet: one file of several parts, so that a reader asks for it once, without what only its authors read."""

import re
from pathlib import Path

STYLES = Path(__file__).parent / "styles"
PARTS = (
    "colours",
    "ground",
    "frame",
    "components",
    "lists",
    "explore",
    "map",
    "compare",
    "practice",
    "story",
    "kinds",
    "handbook",
    "worksheet",
    "across",
    "search",
    "print",
)
TEXT_OR_COMMENT = re.compile(r"(\"[^\"]*\")|/\*.*?\*/", re.DOTALL)
AROUND_LINES = re.compile(r"(\"[^\"]*\")|\s*\n\s*")


def style_sheet() -> str:
    """All parts in their order, without comments, indentation and empty lines."""
    return shortened("\n".join((STYLES / f"{name}.css").read_text("utf-8") for name in PARTS))


def shortened(css: str) -> str:
    """The same style sheet without comments, indentation and empty lines. What is in double quotes stays as it is."""
    without_comments = TEXT_OR_COMMENT.sub(lambda found: found[1] or "", css)
    return AROUND_LINES.sub(lambda found: found[1] or "\n", without_comments).strip() + "\n"
