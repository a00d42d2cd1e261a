"""The gazetteer of a synthetic bank."""

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.vocabulary import slugify

from .words import read

PLAIN = str.maketrans("äöüßłęóñéèûåø", "aousleoneeuao")
FEWEST, MOST = 12, 5_000
SHARE_OF_OTHER_NAMES, SHARE_WITHOUT_POPULATION = 0.1, 0.15


@dataclass(frozen=True, slots=True)
class Town:
    """A place that does not exist."""

    key: str
    names: Mapping[str, str]
    """By language."""
    record: Mapping[str, Any]
    """What the gazetteer says of it."""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return str(self.record["country"])


def how_many(entries: int) -> int:
    """How many places a bank of so many entries names."""
    return max(FEWEST, min(MOST, entries * 45 // 100))


def towns(seed: int, number: int) -> list[Town]:
    """So many different places, the most frequent first."""
    rng = random.Random(f"towns {seed}")
    found: dict[str, Town] = {}
    for town in _drawn(rng):
        found.setdefault(town.key, town)
        if len(found) == number:
            break
    return list(found.values())


def _drawn(rng: random.Random) -> Iterator[Town]:
    countries = read("places")
    weights = [country["weight"] for country in countries.values()]
    while True:
        code = rng.choices(list(countries), weights)[0]
        yield _town(rng, code, countries[code])


def _town(rng: random.Random, code: str, country: Mapping[str, Any]) -> Town:
    first = rng.choice(country["stems"].split()) + rng.choice(country["endings"].split())
    second = rng.choice(country["stems"].split()).rstrip("-") if rng.random() < 0.4 else ""
    name = f"{second}-{first}" if second else first
    english = name.translate(PLAIN) if rng.random() < SHARE_OF_OTHER_NAMES else name
    names = {"en": english, "de": name}
    return Town(f"{code.lower()}-{slugify(name)}", names, _record(rng, code, country, names))


def _record(
    rng: random.Random, code: str, country: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    angle, distance = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random())
    (lat, lon), (high, wide) = country["centre"], country["spread"]
    english, german = rng.choice(list(country["regions"].items()))
    record: dict[str, Any] = {
        "names": dict(names),
        "country": code,
        "region": {"en": english, "de": german},
        "lat": round(lat + high * distance * math.sin(angle), 4),
        "lon": round(lon + wide * distance * math.cos(angle), 4),
    }
    if rng.random() > SHARE_WITHOUT_POPULATION:
        count = int(rng.lognormvariate(10.4, 1.3)) + 300
        record["population"] = {"count": count, "year": 2022, "source": "Synthetic"}
    return record
