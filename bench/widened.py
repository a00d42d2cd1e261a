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
    """The table, or its rest, with every row so many times."""
    facets = {
        name: _facet(facet, times, own=name in OF_THEIR_OWN, keys=_repeated(facet["values"], times))
        for name, facet in table["facets"].items()
    }
    slugs = {"slugs": _repeated(table["slugs"], times)} if "slugs" in table else {}
    places = {"places": _places(table["places"], times)} if "places" in table else {}
    sort = {name: ranks * times for name, ranks in table["sort"].items()}
    return {**table, **slugs, "facets": facets, "sort": sort, **places}


def _places(places: dict[str, list[float]], times: int) -> dict[str, list[float]]:
    """Each repetition lies a little beside the one before."""
    return {
        _key(key, number): [lat + number / 100, lon + number / 100]
        for number in range(times)
        for key, (lat, lon) in places.items()
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


def widened_files(site: Path, rows: int) -> dict[str, bytes]:
    """The table of a built site and its rest with at least so many rows, as they would be published, by address."""
    table, rest = (
        json.loads((site / "explore" / name).read_text("utf-8")) for name in ("table.json", "rest.json")
    )
    times = -(-rows // len(table["slugs"]))
    return {
        "explore/table.json": _as_json(widened(table, times)),
        "explore/rest.json": _as_json(widened(rest, times)),
    }


def _as_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
