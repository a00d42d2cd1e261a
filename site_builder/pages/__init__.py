"""Bank -> generated pages, pure: the same bank gives the same bytes.

``page`` says what a page is, ``site`` what all pages share, ``cards`` how a list shows a practice. Then one
module each for the practice's page, the home page, the lists, the rules and the redirects; ``generate`` calls them.
``table`` makes the files that Explore reads beside its page.
"""

from .calendar import calendar_files
from .draft import Draft, OwnPart, TextFile
from .generate import file_drafts, generate, has_page, list_drafts, own_part_drafts, practice_drafts
from .page import Page
from .reads import reads_of
from .redirects import redirects
from .site import Site
from .table import as_json, explore_files
from .worksheet import worksheet_files

__all__ = [
    "Draft",
    "OwnPart",
    "Page",
    "Site",
    "TextFile",
    "as_json",
    "calendar_files",
    "explore_files",
    "file_drafts",
    "generate",
    "has_page",
    "list_drafts",
    "own_part_drafts",
    "practice_drafts",
    "reads_of",
    "redirects",
    "worksheet_files",
]
