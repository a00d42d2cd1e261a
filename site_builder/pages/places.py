"""Places with their counts: what a map shows, and the list beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ..collation import collation_key
from .site import Site

MOST = 400
"""How many places a page's map and its list show at most: those with most practices."""
DECIMALS = 4
"""Of a coordinate: about ten metres."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map."""

    key: str
    """The city's key in the gazetteer."""
    name: str
    address: str
    """Of the place's page, below the site's root."""
    latitude: float
    longitude: float
    """Both in degrees, north and east positive."""
    count: int
    """How many of the practices are there."""
    shared: tuple[int, ...] = ()
    """Those of them that are in other places, too, by their numbers among the practices: where the map puts places
    together, it counts each once."""
    position: str | None = None
    """In words, as ``50.87° N, 6.70° E``, where a map only shows this place."""

    @property
    def at(self) -> str:
        """``latitude,longitude`` for the map's script."""
        return f"{self.latitude},{self.longitude}"


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of a list of practices, by name."""

    shown: tuple[Spot, ...]
    """At most ``MOST``."""
    total: int
    is_locator: bool = False
    """Whether the map only shows where one place is."""

    @property
    def is_worth_a_map(self) -> bool:
        """Several places, or the one that the page is about."""
        return self.is_locator or len(self.shown) > 1


def spots(site: Site, slugs: Iterable[str], *, country: str | None = None) -> Spots:
    """The places of these practices with their counts; with ``country``, only those within it."""
    practices, cities = site.bank.practices, site.bank.vocabulary.cities
    places = [tuple(dict.fromkeys(practices[slug].cities)) for slug in slugs]
    counts = Counter(key for keys in places for key in keys)
    shared = _shared(places)
    found = [(key, count) for key, count in counts.items() if country in {None, cities[key].country}]
    most = sorted(found, key=lambda item: (-item[1], item[0]))[:MOST]
    return Spots(
        shown=_by_name(_spot(site, key, count, tuple(shared[key])) for key, count in most), total=len(found)
    )


def spots_of_item(site: Site, *, kind: str, key: str, slugs: Iterable[str]) -> Spots:
    """The places for the page of a topic, a country, ...; for a city's page where it lies."""
    if kind == "cities":
        here = replace(_spot(site, key, len(tuple(slugs))), position=_position(site, key))
        return Spots(shown=(here,), total=1, is_locator=True)
    return spots(site, slugs, country=key if kind == "countries" else None)


def _shared(places: Iterable[tuple[str, ...]]) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, keys in enumerate(places):
        for key in keys if len(keys) > 1 else ():
            found[key].append(number)
    return found


def _by_name(found: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(sorted(found, key=lambda spot: (collation_key(spot.name), spot.key)))


def _spot(site: Site, key: str, count: int, shared: tuple[int, ...] = ()) -> Spot:
    city = site.city(key)
    return Spot(
        key=key,
        name=site.city_name(key),
        address=site.addresses.item("cities", key),
        latitude=round(city.lat, DECIMALS),
        longitude=round(city.lon, DECIMALS),
        count=count,
        shared=shared,
    )


def _position(site: Site, key: str) -> str:
    city = site.city(key)
    return f"{_degrees(site, city.lat, 'north', 'south')}, {_degrees(site, city.lon, 'east', 'west')}"


def _degrees(site: Site, value: float, positive: str, negative: str) -> str:
    degrees = site.language.number(Decimal(f"{abs(value):.2f}"))
    return site.language.text(f"map_{positive if value >= 0 else negative}", degrees=degrees)
