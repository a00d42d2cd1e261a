"""A bank that is read once more: it is the same whether or not it is known what it held before."""

from pathlib import Path

import pytest

from site_builder.assemble import assemble
from site_builder.bank import Bank
from site_builder.settings import Place
from tests.pages_bank import copy_bank


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copy_bank(tmp_path / "bank")


def held(bank: Bank) -> dict[tuple[str, str], tuple[str, object]]:
    """Everything that the bank says of its practices."""
    return {key: (one.digest, one.practice) for key, one in bank.editions.items()}


def shared(bank: Bank, other: Bank) -> set[tuple[str, str]]:
    """The editions whose practice is one and the same in both."""
    return {key for key, one in bank.editions.items() if one.practice is other.editions[key].practice}


@pytest.mark.parametrize("name", ["minimal.md", "every-field.md", "every-field.de.md"])
def test_what_has_not_changed_is_shared_with_the_bank_before(place: Place, name: str) -> None:
    before = assemble(place).bank
    path = place.practices / name
    path.write_text(path.read_text("utf-8") + "\nAnother sentence.\n", "utf-8")
    now = assemble(place, before=before).bank
    slug, _, language = name.removesuffix(".md").partition(".")
    changed = {key for key in now.editions if key[0] == slug and key[1] in (language or key[1])}
    assert held(now) == held(assemble(place).bank) != held(before)
    assert not shared(now, before) & changed
    # Of people who agreed to it there are copies without what they did not agree to.
    assert len(shared(now, before)) > len(now.editions) / 2
