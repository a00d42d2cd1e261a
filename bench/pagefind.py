"""The same index by Pagefind for every site that has no search of its own."""

import sys
from pathlib import Path

from site_builder.search_index import OPTIONS


def pagefind_command(site: Path) -> list[str]:
    """Index a built site, with the version and the options of our own build."""
    return [sys.executable, "-m", "pagefind", "--site", str(site), *OPTIONS]
