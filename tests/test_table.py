"""The files that Explore reads: the table of all practices, its rest, and the card of each."""

import json
from dataclasses import replace
from typing import Any

import pytest

from site_builder.assemble import Assembly
from site_builder.model import EvidenceLevel
from site_builder.pages import Site, explore_files, generate
from site_builder.pages.table import table

CODES = ("en", "de")


@pytest.fixture(scope="module", params=CODES)
def site(request: pytest.FixtureRequest, assembly: Assembly) -> Site:
    return assembly.site(request.param)


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, Any]:
    return {address: json.loads(text) for address, text in explore_files(site)}


@pytest.fixture(scope="module")
def read(site: Site, files: dict[str, Any]) -> Any:
    return files[f"{site.addresses.prefix}explore/table.json"]


@pytest.fixture(scope="module")
def rest(site: Site, files: dict[str, Any]) -> Any:
    return files[f"{site.addresses.prefix}explore/rest.json"]


@pytest.fixture(scope="module")
def whole(read: Any, rest: Any) -> Any:
    """What a browser has as soon as it has needed the rest."""
    joined = {name: {**read[name], **rest[name]} for name in ("facets", "sort")}
    return {**read, **joined, "places": rest["places"]}


def test_a_table_and_its_rest_and_a_card_for_each_practice(site: Site, files: dict[str, Any]) -> None:
    prefix = site.addresses.prefix
    cards = [f"{prefix}practices/{slug}/card.json" for slug in site.bank.practices]
    assert list(files) == [f"{prefix}explore/table.json", f"{prefix}explore/rest.json", *cards]


def test_the_same_bank_gives_the_same_bytes_without_a_needless_space(site: Site) -> None:
    assert list(explore_files(site)) == list(explore_files(site))
    for _, text in explore_files(site):
        assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))


def test_the_rows_are_the_slugs_in_order(site: Site, read: Any, rest: Any, whole: Any) -> None:
    assert read["version"] == rest["version"] == 2
    assert read["slugs"] == sorted(site.bank.practices)
    rows = len(read["slugs"])
    assert all(len(facet["rows"]) == rows for facet in whole["facets"].values())
    assert all(len(ranks) == rows for ranks in whole["sort"].values())


def test_the_facets_come_in_display_order(read: Any, rest: Any) -> None:
    assert list(read["facets"]) == [
        "topic", "target-group", "country", "city", "size", "funding", "budget", "evidence", "status", "kind",
        "language",
    ]  # fmt: skip
    assert list(rest["facets"]) == ["organisation", "funder"]


def test_nothing_that_most_visitors_do_not_need_stands_in_the_table(read: Any, rest: Any) -> None:
    assert list(read) == ["version", "stamp", "slugs", "facets", "sort"]
    assert list(rest) == ["version", "stamp", "facets", "sort", "places"]
    assert list(read["sort"]) == ["date"]


def test_the_stamp_says_which_rest_belongs_to_which_table(assembly: Assembly, read: Any, rest: Any) -> None:
    assert read["stamp"] == rest["stamp"]
    fewer = assembly.site("en")
    slugs = dict(list(assembly.bank.practices.items())[:-1])
    assert table(replace(fewer, bank=replace(assembly.bank, practices=slugs)))["stamp"] != read["stamp"]


def test_a_row_points_to_values_and_only_values_that_occur_are_listed(whole: Any) -> None:
    for facet in whole["facets"].values():
        assert len(facet["values"]) == len(facet["labels"]) == len(set(facet["values"]))
        rows = [row if isinstance(row, list) else [row] for row in facet["rows"]]
        assert {index for row in rows for index in row} == set(range(len(facet["values"])))
        assert all(len(row) != 1 for row in facet["rows"] if isinstance(row, list))


def chosen(read: Any, facet: str, slug: str) -> list[str]:
    """The values of a practice, as a browser reads them."""
    row, values = read["facets"][facet]["rows"][read["slugs"].index(slug)], read["facets"][facet]["values"]
    return [values[index] for index in (row if isinstance(row, list) else [row])]


def test_a_practice_can_be_read_back(site: Site, whole: Any) -> None:
    read = whole
    for slug, practice in site.bank.practices.items():
        assert set(chosen(read, "topic", slug)) == set(practice.topics)
        assert set(chosen(read, "city", slug)) == set(practice.cities)
        assert chosen(read, "status", slug) == [practice.status]
        assert chosen(read, "language", slug) == sorted(
            site.bank.languages_of(slug), key=read["facets"]["language"]["values"].index
        )


def test_every_look_up_of_the_bank_counts_the_same(site: Site, whole: Any) -> None:
    read = whole
    look_ups = {
        "topic": site.bank.by_topic, "target-group": site.bank.by_target_group, "city": site.bank.by_city,
        "country": site.bank.by_country, "organisation": site.bank.by_organisation,
        "funder": site.bank.by_funder,
    }  # fmt: skip
    for facet, look_up in look_ups.items():
        found: dict[str, list[str]] = {key: [] for key in look_up}
        for slug in read["slugs"]:
            for key in chosen(read, facet, slug):
                found[key].append(slug)
        assert {key: tuple(slugs) for key, slugs in found.items()} == look_up


def test_by_what_the_rows_are_sorted(site: Site, whole: Any) -> None:
    editions = {edition.slug: edition.practice for edition in site.bank.editions_in(site.code)}
    found = [editions[slug] for slug in whole["slugs"]]
    days = [practice.updated or practice.posted for practice in found]
    assert [sorted(set(days))[rank] for rank in whole["sort"]["date"]] == days
    assert sorted(whole["sort"]["title"]) == list(range(len(whole["slugs"])))


def test_the_levels_of_evidence_stand_in_their_order_so_that_rows_can_be_sorted_by_them(read: Any) -> None:
    facet = read["facets"]["evidence"]
    assert facet["values"] == [str(level) for level in EvidenceLevel if level in facet["values"]]
    assert all(isinstance(row, int) for row in facet["rows"])


def test_every_city_that_occurs_has_a_place(site: Site, whole: Any) -> None:
    assert set(whole["places"]) == set(whole["facets"]["city"]["values"])
    for key, place in whole["places"].items():
        assert place == [site.city(key).lat, site.city(key).lon]


def test_values_are_keys_and_labels_words(assembly: Assembly) -> None:
    english, german = (table(assembly.site(code)) for code in CODES)
    for key, facet in english["facets"].items():  # type: ignore[attr-defined]
        assert set(facet["values"]) == set(german["facets"][key]["values"])  # type: ignore[index]
    assert english["facets"]["status"]["labels"] != german["facets"]["status"]["labels"]  # type: ignore[index]


def test_a_card_is_the_very_one_that_the_list_shows(site: Site, files: dict[str, Any]) -> None:
    """What a server wrote into the page and what a script adds to it cannot be told apart."""
    pages = {page.address: page.html for page in generate(site)}
    listed = pages[site.addresses.page("explore")]
    shown = [slug for slug in site.bank.practices if f"practices/{slug}/" in listed]
    assert shown
    for slug in shown:
        assert files[site.addresses.card(slug)]["html"] in listed


def test_a_card_is_one_item_of_a_list(files: dict[str, Any]) -> None:
    for address, content in files.items():
        if address.endswith("card.json"):
            assert list(content) == ["html"]
            assert content["html"].startswith("<li") and content["html"].endswith("</li>")
