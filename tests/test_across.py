"""The pages that gather what many entries say: the road, tips, difficulties, adoption, follow-ups."""

import re
from datetime import date
from pathlib import Path

import pytest

from site_builder.assemble import Assembly, assemble
from site_builder.load import load, write
from site_builder.model import FollowUp
from site_builder.pages import Site, follow_ups, paging
from site_builder.pages.adoption import Root, adoption_trees
from site_builder.pages.follow_ups import LookBack, due, follow_up_pages, look_backs
from site_builder.pages.gathered import AT_ONCE, GATHERINGS, Group, gathered_drafts
from site_builder.pages.page import Page
from site_builder.pages.reads import Reads
from site_builder.pages.road import stage_views
from site_builder.pages.statements import difficulties, evaluations, statements, tips
from site_builder.settings import Place
from tests.pages_bank import copy_bank, written


@pytest.fixture(scope="module")
def site(assembly: Assembly) -> Site:
    return assembly.site("en")


def site_with(folder: Path, changes: dict[str, dict[str, object]]) -> Site:
    """The site of the fixtures' bank, with fields of some originals changed."""
    place = copy_bank(folder)
    for slug, fields in changes.items():
        path = place.practices / f"{slug}.md"
        entry = load(path, root=place.root)
        path.write_text(write({**entry.data, **fields}, entry.body), encoding="utf-8")
    return assemble(Place(folder)).site("en")


# --- the road ---------------------------------------------------------------------------------------------------------


def test_the_road_has_the_stages_of_the_vocabulary_in_their_order(site: Site) -> None:
    assert [(view.number, view.key) for view in stage_views(site)] == [(1, "vision"), (2, "analysis")]


def test_a_stage_shows_the_practices_that_say_so_and_how(site: Site) -> None:
    vision, analysis = stage_views(site)
    assert vision.cards == []
    assert {(card.slug, str(card.note)) for card in analysis.cards} == {
        ("every-field", "The loans were counted first"),
        ("reading-hours", "The figures were read aloud"),
    }


def test_a_stage_shows_the_difficulties_that_came_up_there(tmp_path: Path) -> None:
    found = [{"what": "Nobody came", "response": "They went out", "stage": "vision"}, {"what": "It rained"}]
    vision, analysis = stage_views(site_with(tmp_path, {"minimal": {"difficulties": found}}))
    assert [(str(item.text), *map(str, item.answers)) for item in vision.difficulties] == [
        ("Nobody came", "They went out")
    ]
    assert analysis.difficulties == []


# --- gathered ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [tips, difficulties, evaluations])
def test_nothing_that_an_entry_says_is_lost(site: Site, said: object) -> None:
    expected = [(slug, item.text) for slug, one in site.bank.practices.items() for item in said(one)]  # type: ignore[operator]
    found = [(item.card.slug, str(item.text)) for item in statements(site, said)]  # type: ignore[arg-type]
    assert sorted(found) == sorted(expected)
    assert expected


def test_the_pages_of_the_groups_hold_every_statement(site: Site) -> None:
    pages = written(gathered_drafts(site, Reads(site)))
    for gathering in GATHERINGS:
        for item in statements(site, gathering.said):
            for key in item.groups:
                assert str(item.text) in pages[f"{gathering.name}/{key}/"].html


def test_an_overview_shows_one_statement_of_each_entry_before_a_second_one(site: Site) -> None:
    many = statements(site, difficulties)
    group = Group("all", "All", tuple(item for item in many for _ in range(AT_ONCE)))
    slugs = [item.card.slug for item in group.first]
    entries = {item.card.slug for item in many}
    assert len(set(slugs)) == min(AT_ONCE, len(entries))


# --- adoption ---------------------------------------------------------------------------------------------------------


def shape(root: Root) -> tuple[str, list[object]]:
    def names(adopters: object) -> list[object]:
        return [
            (item.card.slug if item.card else str(item.name), names(item.adopters))
            for item in adopters  # type: ignore[attr-defined]
        ]

    return root.card.slug if root.card else str(root.name), names(root.adopters)


PLAIN: dict[str, object] = {"transfer": [], "adopted_from": []}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"minimal": {"transfer": [{"adopted_by": "Other", "entry": "other"}]}},
            [("minimal", [("other", [])])],
            id="the source reports it",
        ),
        pytest.param(
            {"other": {"adopted_from": [{"taken_from": "Minimal", "entry": "minimal"}]}},
            [("minimal", [("other", [])])],
            id="the adopter reports it",
        ),
        pytest.param(
            {
                "minimal": {"transfer": [{"adopted_by": "Other", "entry": "other"}]},
                "other": {"adopted_from": [{"taken_from": "Minimal", "entry": "minimal"}]},
            },
            [("minimal", [("other", [])])],
            id="both report it: it counts once",
        ),
        pytest.param(
            {
                "minimal": {"transfer": [{"adopted_by": "Other", "entry": "other"}]},
                "other": {"transfer": [{"adopted_by": "A third city"}]},
            },
            [("minimal", [("other", [("A third city", [])])])],
            id="an adoption of an adoption stands below it",
        ),
        pytest.param(
            {"other": {"adopted_from": [{"taken_from": "Halifax, Canada"}]}},
            [("Halifax, Canada", [("other", [])])],
            id="the source has no entry",
        ),
        pytest.param(
            {
                "minimal": {"transfer": [{"adopted_by": "Other", "entry": "other"}]},
                "other": {"transfer": [{"adopted_by": "Minimal", "entry": "minimal"}]},
                "every-field": {"transfer": [{"adopted_by": "A third city"}]},
            },
            [("every-field", [("A third city", [])]), ("minimal", [("other", [])])],
            id="a circle is not lost beside a tree",
        ),
        pytest.param(
            {
                "minimal": {"transfer": [{"adopted_by": "Other", "entry": "other"}]},
                "other": {"transfer": [{"adopted_by": "Minimal", "entry": "minimal"}]},
            },
            [("minimal", [("other", [])])],
            id="two that learned from each other stand once",
        ),
    ],
)
def test_adoptions_make_a_tree(
    changes: dict[str, dict[str, object]], expected: list[object], tmp_path: Path
) -> None:
    given = {slug: {**PLAIN, **changes.get(slug, {})} for slug in ("every-field", "minimal", "other")}
    roots = [shape(root) for root in adoption_trees(site_with(tmp_path, given))]
    assert roots == expected


# --- follow-ups -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "after", "expected"),
    [
        ({"period": {"end": "2020-03-31"}}, FollowUp.AFTER_1_YEAR, date(2021, 3, 31)),
        ({"period": {"end": "2020-03-31"}}, FollowUp.AFTER_3_YEARS, date(2023, 3, 31)),
        ({"period": {"end": "2020-02-29"}}, FollowUp.AFTER_1_YEAR, date(2021, 2, 28)),
        ({"period": {"start": "2019", "end": "2020"}}, FollowUp.AFTER_1_YEAR, date(2021, 12, 31)),
        ({"period": {"start": "2020-06"}, "status": "running"}, FollowUp.AFTER_1_YEAR, date(2021, 6, 30)),
        ({"period": {"start": "2020"}, "status": "planned"}, FollowUp.AFTER_1_YEAR, None),
        ({"period": None}, FollowUp.AFTER_1_YEAR, None),
    ],
)
def test_a_look_back_is_due_so_long_after_the_end_or_the_start(
    site: Site, fields: dict[str, object], after: FollowUp, expected: date | None
) -> None:
    plain = site.bank.practices["minimal"].model_dump(exclude_none=True, mode="json")
    given = {**plain, **fields}
    practice = type(site.bank.practices["minimal"]).model_validate(given)
    assert due(practice, after) == expected


def backs(site: Site, slug: str) -> list[LookBack]:
    return list(look_backs(site, site.bank.edition(slug, site.code)))


def test_a_named_look_back_takes_the_place_of_the_reckoned_one(site: Site) -> None:
    found = [(item.after.value, item.is_done, item.due) for item in backs(site, "reading-hours")]
    assert found == [("after-1-year", True, date(2026, 2, 28)), ("after-3-years", False, date(2028, 12, 31))]


def test_a_result_that_was_measured_again_is_a_look_back(site: Site) -> None:
    found = {item.after.value: item.is_done for item in backs(site, "every-field")}
    assert found == {"after-1-year": True, "after-3-years": True}


def test_events_guides_and_collections_owe_no_look_back(site: Site) -> None:
    assert [
        backs(site, slug) for slug in ("evening-on-reading", "guide-to-reading", "libraries-of-the-year")
    ] == [
        [],
        [],
        [],
    ]


@pytest.fixture
def numbered(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The pages of follow-ups, where one of a group is as many as the first page shows, and two fill a page."""
    monkeypatch.setattr(follow_ups, "AT_ONCE", 1)
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    return list(follow_up_pages(site))


def shown_on(page: Page) -> list[str]:
    """The group of each look back on a page."""
    return re.findall(r'<li class="pb-follow__(\w+)">', page.html)


def test_every_look_back_is_on_the_pages_of_its_group(site: Site, numbered: list[Page]) -> None:
    of_groups = [state for page in numbered[1:] for state in shown_on(page)]
    everything = [item for slug in site.bank.practices for item in backs(site, slug)]
    assert len(of_groups) == len(everything)
    assert of_groups.count("done") == len([item for item in everything if item.is_done])
    assert max(len(shown_on(page)) for page in numbered[1:]) == 2
    assert {page.address for page in numbered} > {"follow-ups/", "follow-ups/done/", "follow-ups/done/2/"}


def test_the_first_page_shows_the_first_of_each_group_and_leads_to_all(numbered: list[Page]) -> None:
    first, *others = numbered
    groups = [page.address.split("/")[1] for page in others]
    assert shown_on(first) == list(dict.fromkeys(groups))
    more_than_one = {group for group in groups if groups.count(group) > 1}
    assert {group for group in groups if f'href="{group}/"' in first.html} >= more_than_one
