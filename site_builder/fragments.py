"""Which practice a result of the search in the browser is.

Pagefind keeps a fragment of each page that it has indexed, in a file whose name is the id of the page as a search
result. So the fragments, read once after indexing, tell a result's practice without loading anything in the browser.
The form of a fragment is Pagefind's own and undocumented: whatever is not as expected stops the build.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FOLDER, ENTRY_FILE, SUFFIX = Path("pagefind"), "pagefind-entry.json", ".pf_fragment"
SIGNATURE = b"pagefind_dcd"
KNOWN_VERSION = "1.5."
"""The beginning of the versions of Pagefind whose fragments we can read."""

Entry = dict[str, Any]
"""What Pagefind says of an index: its version, and by language where to begin to read."""


class UnknownFragments(Exception):
    """What Pagefind has written is not what we know how to read, or is not complete. The message says why."""


def entry_of(site: Path) -> Entry:
    """What Pagefind says of an index that it has made; UnknownFragments where it is not a version that we know."""
    file = site / FOLDER / ENTRY_FILE
    try:
        entry: Entry = json.loads(file.read_text("utf-8"))
        version, _ = str(entry["version"]), dict(entry["languages"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UnknownFragments(
            f"{file.name} does not say which version of Pagefind wrote it, and what."
        ) from error
    if not version.startswith(KNOWN_VERSION):
        raise UnknownFragments(
            f"Pagefind {version} has indexed the pages, and only {KNOWN_VERSION}* is known. "
            "Install the versions of requirements.lock: make setup"
        )
    return entry


def ids_by_address(site: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The ids of all indexed pages of a built site, by their addresses below its root.

    ``known`` holds addresses by ids: of the fragments that need not be read any more.
    """
    known = known or {}
    files = sorted((site / FOLDER / "fragment").glob(f"*{SUFFIX}"))
    return {known.get(id_of(file.name)) or _address(file): id_of(file.name) for file in files}


def id_of(path: str) -> str:
    """The id of the page whose fragment has this path, or this name."""
    return path.rpartition("/")[2].removesuffix(SUFFIX)


def _address(file: Path) -> str:
    try:
        content = gzip.decompress(file.read_bytes())
        if not content.startswith(SIGNATURE):
            raise ValueError("it does not begin as a fragment does")
        return str(json.loads(content.removeprefix(SIGNATURE))["url"]).removeprefix("/")
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError) as error:
        raise UnknownFragments(
            f"Pagefind's file {file.name} is not in the form that we know: {error}."
        ) from error


def result_ids(ids: Mapping[str, str], addresses: Iterable[str]) -> list[str]:
    """The ids of the pages at these addresses, in their order; UnknownFragments where one is missing."""
    wanted = list(addresses)
    if missing := [address for address in wanted if address not in ids]:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise UnknownFragments(f"Pagefind has not indexed {', '.join(missing[:3])}{more}.")
    return [ids[address] for address in wanted]
