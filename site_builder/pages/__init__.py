"""Bank -> generated pages, pure: the same bank gives the same bytes.

``page`` says what a page is, ``site`` what all pages share, ``cards`` how a list shows a practice. Then one
module each for the practice's page, the home page, the lists, the rules and the redirects; ``generate`` calls them.
"""

from .generate import generate
from .page import Page
from .redirects import redirects
from .site import Site

__all__ = ["Page", "Site", "generate", "redirects"]
