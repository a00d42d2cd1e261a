"""The order of titles and labels."""

import pytest

from site_builder.collation import collation_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["Aachen", "Ägypten", "Ahlen", "Zürich"],
        ["apfel", "Äpfel", "Apfelbaum"],
        ["Maschine", "Maß", "Masse", "Maßstab"],
        ["Ein Café", "Ein Cafe für alle"],
        ["About us", "„Aktiv“ im Quartier", "Anders", "'Away'"],
        ["Łódź", "Lublin"],
        ["Aarhus", "Öresund", "Østerbro", "Zagreb"],
        ["Bern", "Ωmega", "Афины"],
    ],
)
def test_words_stand_where_readers_look_for_them(in_order: list[str]) -> None:
    turned_round = list(reversed(in_order))
    assert sorted(turned_round, key=collation_key) == in_order


def test_texts_that_differ_in_marks_only_have_one_order() -> None:
    assert sorted(["Äpfel", "Apfel", "apfel"], key=collation_key) == sorted(
        ["apfel", "Apfel", "Äpfel"], key=collation_key
    )
