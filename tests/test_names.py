"""All the names by which a practice's places and organisations may be looked for."""

from pathlib import Path

import pytest

from site_builder.names import all_names
from tests.search_bank import CITIES, entry, make_bank, put, put_entry, read


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    root = make_bank(tmp_path_factory.mktemp("bank"))
    regions = {"de-muenchen": {"en": "Bavaria", "de": "Bayern"}, "de-koeln": {}, "at-wien": {}}
    put(
        root, "vocabulary/cities.yml", {key: {**city, "region": regions[key]} for key, city in CITIES.items()}
    )
    data = entry(
        "A choir",
        "Who sings stays.",
        district="Au-Haidhausen",
        other_cities=["at-wien"],
        partners=[{"name": "Chor für Zürich"}],
        funding=[{"source": "Fund of the State", "level": "regional", "share": 60}],
    )
    put_entry(root, "choir", data, "On Mondays.")
    bank, languages = read(root)
    return all_names(bank, bank.practices["choir"], languages.values())


@pytest.mark.parametrize(
    "name",
    [
        "Munich", "München", "muenchen", "Bavaria", "Bayern", "Vienna", "Wien", "Au-Haidhausen",
        "Germany", "Deutschland", "Austria", "Österreich", "oesterreich",
        "City of Munich", "Landeshauptstadt München", "landeshauptstadt muenchen", "Munich City Council",
        "State Fund", "Landesfonds", "Fund of the State", "Chor für Zürich", "chor fuer zuerich",
    ],
)  # fmt: skip
def test_each_is_there_once(names: tuple[str, ...], name: str) -> None:
    assert names.count(name) == 1


def test_there_are_no_others(names: tuple[str, ...]) -> None:
    assert len(names) == 22
    assert "Cologne" not in names


def test_the_same_bank_gives_the_same_order(tmp_path: Path) -> None:
    bank, languages = read(make_bank(tmp_path))
    for practice in bank.practices.values():
        assert all_names(bank, practice, languages.values()) == all_names(bank, practice, languages.values())
