"""A table of many more rows than a site has practices: what a click takes in a bank that nobody has to build for it.

Every row of the site's table is repeated under another slug; places, organisations and funders are other ones in each
repetition, as in a bank that grows. Topics and the like stay. A repeated row shows the card of the one that it repeats.
"""

import json
import re
from pathlib import Path
from typing import Any

OF_THEIR_OWN = ("city", "organisation", "funder")
REPEATED = re.compile(r"--\d+(?=/card\.json$)")
"""What the address of a repeated row's card has more than the original's."""

Table = dict[str, Any]


def widened(table: Table, times: int) -> Table:
    """The table with every row so many times."""
    keys = {name: _repeated(facet["values"], times) for name, facet in table["facets"].items()}
    facets = {
        name: _facet(facet, times, own=name in OF_THEIR_OWN, keys=keys[name])
        for name, facet in table["facets"].items()
    }
    return {
        **table,
        "slugs": _repeated(table["slugs"], times),
        "facets": facets,
        "sort": {name: ranks * times for name, ranks in table["sort"].items()},
        "places": {
            key: [lat + number / 100, lon + number / 100]
            for number in range(times)
            for original, (lat, lon) in table["places"].items()
            for key in [_key(original, number)]
        },
    }


def _key(original: str, number: int) -> str:
    return f"{original}--{number}" if number else original


def _repeated(keys: list[str], times: int) -> list[str]:
    return [_key(key, number) for number in range(times) for key in keys]


def _facet(facet: Table, times: int, *, own: bool, keys: list[str]) -> Table:
    if not own:
        return {**facet, "rows": facet["rows"] * times}
    step = len(facet["values"])
    rows = [_moved(row, number * step) for number in range(times) for row in facet["rows"]]
    labels = [
        f"{label} {number}" if number else label for number in range(times) for label in facet["labels"]
    ]
    return {"values": keys, "labels": labels, "rows": rows}


def _moved(row: int | list[int], by: int) -> int | list[int]:
    return row + by if isinstance(row, int) else [value + by for value in row]


def widened_file(site: Path, rows: int) -> bytes:
    """The table of a built site with at least so many rows, as it would be published."""
    table = json.loads((site / "explore" / "table.json").read_text("utf-8"))
    times = -(-rows // len(table["slugs"]))
    return json.dumps(widened(table, times), ensure_ascii=False, separators=(",", ":")).encode()
