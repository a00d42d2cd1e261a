"""Which practices are related, in which order, and what a reader is told of why."""

import dataclasses

import pytest

from site_builder import related as module
from site_builder.bank import Bank
from site_builder.language import Language
from site_builder.model import Funding, FundingLevel
from site_builder.related import (
    PARTS,
    Common,
    Reason,
    ReasonKind,
    Related,
    digest_of_reads,
    rarity,
    reason_text,
    related,
)
from site_builder.similar import Neighbours
from tests.search_bank import ENTRIES, entry, make_bank, near, put_entry, read

NEW = {
    "topics-twin": entry(
        "Reading a lease", "Newcomers learn to read a lease.", topics=["housing"], city="de-koeln"
    ),
    "lonely": entry(
        "Bees on the roof",
        "An office keeps bees.",
        topics=["health"],
        target_groups=["parents"],
        city="at-wien",
        organisation={"name": "Imkerei"},
    ),
}


@dataclasses.dataclass(frozen=True)
class Given:
    bank: Bank
    languages: dict[str, Language]
    common: Common
    near: dict[str, Neighbours]

    def related(self, slug: str, *, language: str = "en", limit: int = 6) -> dict[str, Related]:
        found = related(self.common, self.near[language], slug, limit=limit)
        return {item.slug: item for item in found}

    def kinds(self, slug: str, other: str) -> set[ReasonKind]:
        return {reason.kind for reason in self.related(slug)[other].reasons}

    def texts(self, slug: str, other: str, language: str) -> list[str]:
        reasons = self.related(slug, language=language)[other].reasons
        return [reason_text(item, bank=self.bank, language=self.languages[language]) for item in reasons]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    root = make_bank(tmp_path_factory.mktemp("bank"))
    for slug, data in NEW.items():
        put_entry(root, slug, data, f"The work of {slug} is done by hand.")
    bank, languages = read(root)
    assert len(bank.practices) == len(ENTRIES) + len(NEW)
    return Given(bank, languages, Common(bank), near(bank))


@pytest.mark.parametrize(
    ("slug", "other", "kind"),
    [
        ("fathers-courses", "night-clinic", ReasonKind.NAMED),
        ("fathers-courses", "mothers-courses", ReasonKind.NAMED),
        ("night-clinic", "tenant-mentors", ReasonKind.NAMED),
        ("night-clinic", "fathers-courses", ReasonKind.NAMED_BY),
        ("fathers-courses", "arrival-programme", ReasonKind.PROGRAMME),
        ("arrival-programme", "fathers-courses", ReasonKind.PART_OF),
        ("mothers-courses", "fathers-courses", ReasonKind.SAME_PROGRAMME),
        ("mothers-courses", "fathers-courses", ReasonKind.SAME_CITY),
        ("arrival-programme", "tenant-mentors", ReasonKind.ALSO_IN_CITY),
        ("arrival-programme", "mothers-courses", ReasonKind.SAME_ORGANISATION),
        ("topics-twin", "tenant-mentors", ReasonKind.SHARED_TOPICS),
    ],
)
def test_a_reason(
    given: Given, slug: str, other: str, kind: ReasonKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REASONS", 9)
    assert kind in given.kinds(slug, other)


def test_similar_text_and_a_shared_funder_are_reasons(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REASONS", 9)
    kinds = given.kinds("mothers-courses", "fathers-courses")
    assert {ReasonKind.SIMILAR_TEXT, ReasonKind.SAME_FUNDER} <= kinds


def test_a_programme_and_its_parts_are_not_told_of_as_mere_names(given: Given) -> None:
    assert ReasonKind.NAMED_BY not in given.kinds("arrival-programme", "fathers-courses")


def test_at_most_six_are_listed_the_strongest_first(given: Given) -> None:
    found = list(given.related("fathers-courses").values())
    assert len(found) <= 6
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert list(given.related("fathers-courses", limit=1)) == [found[0].slug]


def test_of_many_reasons_the_three_strongest_are_told(given: Given) -> None:
    reasons = given.related("mothers-courses")["fathers-courses"].reasons
    assert len(reasons) == 3
    assert [item.weight for item in reasons] == sorted((item.weight for item in reasons), reverse=True)


@pytest.mark.parametrize("slug", [*ENTRIES, *NEW])
def test_the_weights_of_all_reasons_add_up_to_the_score(
    given: Given, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REASONS", 99)
    for found in given.related(slug, limit=99).values():
        parts = [round(reason.weight * PARTS) for reason in found.reasons]
        assert [reason.weight for reason in found.reasons] == [part / PARTS for part in parts]
        assert found.score == sum(parts) / PARTS


@pytest.mark.parametrize("slug", [*ENTRIES, *NEW])
def test_nothing_is_related_to_itself_or_without_a_reason(given: Given, slug: str) -> None:
    found = given.related(slug)
    assert slug not in found
    assert all(item.reasons for item in found.values())


def test_a_rare_topic_counts_for_more_than_one_that_many_have(given: Given) -> None:
    bank = given.bank
    assert len(bank.by_topic["health"]) < len(bank.by_topic["language"])
    weights = {
        topic: next(
            reason.weight
            for reason in given.related(slug)[other].reasons
            if reason.kind is ReasonKind.SHARED_TOPICS
        )
        for topic, slug, other in (
            ("health", "lonely", "night-clinic"),
            ("housing", "topics-twin", "tenant-mentors"),
        )
    }
    assert weights["health"] > weights["housing"]


def test_what_every_practice_has_weighs_next_to_nothing(given: Given) -> None:
    everyone = len(given.bank.practices)
    assert rarity(everyone, everyone) < 0.1
    assert rarity(2, everyone) > 0.5


@pytest.mark.parametrize(("cosine", "listed"), [(0.02, False), (0.07, False), (0.2, True)])
def test_text_alone_is_a_reason_only_where_it_is_similar_enough(
    given: Given, cosine: float, listed: bool
) -> None:
    found = related(given.common, {"topics-twin": (("lonely", cosine),)}, "topics-twin", limit=99)
    assert [item.slug for item in found if item.slug == "lonely"] == ["lonely"] * listed


def test_ties_go_by_slug_and_every_build_says_the_same(given: Given) -> None:
    again, nearness = Common(given.bank), near(given.bank)["de"]
    for slug in given.bank.practices:
        first = related(given.common, given.near["de"], slug)
        assert related(again, nearness, slug) == first
        assert list(first) == sorted(first, key=lambda item: (-item.score, item.slug))


def test_one_that_is_named_but_not_in_the_bank_is_not_related(given: Given) -> None:
    practices = {slug: item for slug, item in given.bank.practices.items() if slug != "night-clinic"}
    bank = dataclasses.replace(given.bank, practices=practices)
    assert "night-clinic" not in {item.slug for item in related(Common(bank), {}, "fathers-courses")}


def test_a_huge_look_up_costs_no_more_than_its_part(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    every = related(given.common, {}, "fathers-courses", limit=99)
    monkeypatch.setattr(module, "MOST_OF_A_BUCKET", 2)
    part = related(given.common, {}, "fathers-courses", limit=99)
    assert 0 < len(part) < len(every)


def test_one_that_is_named_but_left_out_takes_no_place_among_the_candidates(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CANDIDATES", 3)
    assert len(given.related("fathers-courses")) == 3
    practices = {slug: item for slug, item in given.bank.practices.items() if slug != "night-clinic"}
    bank = dataclasses.replace(given.bank, practices=practices)
    found = related(Common(bank), {}, "fathers-courses")
    assert len(found) == 3


@pytest.mark.parametrize("source", ["Imkerei", "Another"])
def test_a_funder_that_is_an_organisation_of_both_is_told_of_as_that(
    given: Given, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REASONS", 9)
    organisation = given.bank.practices["lonely"].organisation
    changes = {
        "organisation": organisation,
        "funding": (Funding(source=source, level=FundingLevel.NATIONAL),),
    }
    bank = with_practice(given.bank, "lonely", **changes)
    bank = with_practice(bank, "topics-twin", **changes)
    found = {item.slug: item for item in related(Common(bank), {}, "lonely")}["topics-twin"]
    kinds = {reason.kind for reason in found.reasons}
    assert organisation.name == "Imkerei" and ReasonKind.SAME_ORGANISATION in kinds
    assert (ReasonKind.SAME_FUNDER in kinds) == (source != "Imkerei")


# --- what it reads --------------------------------------------------------------------------------------------


def with_practice(bank: Bank, slug: str, **changes: object) -> Bank:
    practice = bank.practices[slug].model_copy(update=changes)
    return dataclasses.replace(bank, practices={**bank.practices, slug: practice})


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        pytest.param("lonely", {"title": "Another title"}, id="the title of another"),
        pytest.param("lonely", {"summary": "Another summary."}, id="the summary of another"),
        pytest.param("topics-twin", {"title": "Another title"}, id="its own title"),
    ],
)
def test_what_it_does_not_read_does_not_change_its_digest(
    given: Given, other: str, changes: dict[str, object]
) -> None:
    bank = with_practice(given.bank, other, **changes)
    before = digest_of_reads(given.common, "topics-twin")
    assert digest_of_reads(Common(bank), "topics-twin") == before


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        pytest.param("lonely", {"topics": ("language",)}, id="a topic of another"),
        pytest.param("lonely", {"target_groups": ("newcomers",)}, id="a target group"),
        pytest.param("lonely", {"city": "de-koeln"}, id="a city"),
        pytest.param("arrival-programme", {"other_cities": ()}, id="another city"),
        pytest.param("lonely", {"related": ("topics-twin",)}, id="that another names it"),
        pytest.param("topics-twin", {"related": ("lonely",)}, id="that it names another"),
        pytest.param("topics-twin", {"part_of": "arrival-programme"}, id="a programme"),
    ],
)
def test_what_it_reads_changes_its_digest(given: Given, other: str, changes: dict[str, object]) -> None:
    bank = with_practice(given.bank, other, **changes)
    before = digest_of_reads(given.common, "topics-twin")
    assert digest_of_reads(Common(bank), "topics-twin") != before


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "english", "german"),
    [
        (Reason(ReasonKind.SAME_CITY, 1, ("de-koeln",)), "same city", "gleiche Stadt"),
        (
            Reason(ReasonKind.ALSO_IN_CITY, 1, ("de-koeln", "at-wien")),
            "also in Cologne and Vienna",
            "auch in Köln und Wien",
        ),
        (
            Reason(ReasonKind.SHARED_TOPICS, 1, ("language",), ("newcomers",)),
            "also works on language learning with newcomers",
            "ebenfalls zu Spracherwerb für Zugewanderte",
        ),
        (
            Reason(ReasonKind.SHARED_TOPICS, 1, ("language", "housing")),
            "also works on language learning and housing",
            "ebenfalls zu Spracherwerb und Wohnen",
        ),
        (
            Reason(ReasonKind.SHARED_TOPICS, 1, (), ("newcomers", "parents")),
            "also works with newcomers and parents",
            "ebenfalls für Zugewanderte und Eltern",
        ),
        (
            Reason(ReasonKind.SAME_ORGANISATION, 1, ("Munich City Council",)),
            "also involves City of Munich",
            "ebenfalls beteiligt: Landeshauptstadt München",
        ),
        (
            Reason(ReasonKind.SAME_FUNDER, 1, ("State Fund",)),
            "also funded by State Fund",
            "ebenfalls gefördert durch: Landesfonds",
        ),
        (Reason(ReasonKind.SAME_PROGRAMME, 1), "part of the same programme", "Teil desselben Programms"),
        (Reason(ReasonKind.SIMILAR_TEXT, 1), "similar text", "ähnlicher Text"),
    ],
)
def test_a_reason_in_words(given: Given, reason: Reason, english: str, german: str) -> None:
    texts = [reason_text(reason, bank=given.bank, language=given.languages[code]) for code in ("en", "de")]
    assert texts == [english, german]


@pytest.mark.parametrize("kind", ReasonKind)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_kind_of_reason_has_words(given: Given, kind: ReasonKind, language: str) -> None:
    keys = {ReasonKind.ALSO_IN_CITY: ("de-koeln",), ReasonKind.SHARED_TOPICS: ("health",)}.get(kind, ("X",))
    reason = Reason(kind, 1, keys)
    assert reason_text(reason, bank=given.bank, language=given.languages[language])
