"""Our style sheet: one file of several parts, so that a reader asks for it once, without what only its authors read.

The icons are in it, too: each drawing of ``styles/icons`` is a property, ``--pb-icon-<name>``, for a mask, and a class
that chooses it.
"""

import re
from pathlib import Path
from urllib.parse import quote

STYLES = Path(__file__).parent / "styles"
ICONS = STYLES / "icons"
SAFE = " !'()*+,-./:;=?@[]_~"
"""What may stand in an address of data that stands in double quotes."""
PARTS = (
    "colours",
    "ground",
    "icons",
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
    """All icons, and all parts in their order, without comments, indentation and empty lines."""
    parts = ((STYLES / f"{name}.css").read_text("utf-8") for name in PARTS)
    return shortened("\n".join((icons(), *parts)))


def icons() -> str:
    """A property and a class for each drawing."""
    drawings = {path.stem: path.read_text("utf-8").strip() for path in sorted(ICONS.glob("*.svg"))}
    properties = (
        f'--pb-icon-{name}: url("data:image/svg+xml,{quote(svg, safe=SAFE)}");'
        for name, svg in drawings.items()
    )
    classes = (f".pb-icon--{name} {{ --pb-icon: var(--pb-icon-{name}); }}" for name in drawings)
    return "\n".join((":root {", *properties, "}", *classes))


def shortened(css: str) -> str:
    """The same style sheet without comments, indentation and empty lines. What is in double quotes stays as it is."""
    without_comments = TEXT_OR_COMMENT.sub(lambda found: found[1] or "", css)
    return AROUND_LINES.sub(lambda found: found[1] or "\n", without_comments).strip() + "\n"
