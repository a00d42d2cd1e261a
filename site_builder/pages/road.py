"""The road: the stages from the first meeting to the evaluation, each with the practices that show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import StageShown
from ..vocabulary import Stage
from .cards import Card, card
from .page import Page
from .site import Site
from .statements import Statement, difficulties_of_stages, said_in, statements


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of the road, and what the entries say about it."""

    key: str
    number: int
    """From 1, in the order of the road."""
    stage: Stage
    difficulties: list[Statement]
    cards: list[Card]
    """The practices that show the stage, the best supported first, each with what can be seen there as its note."""


def road_pages(site: Site) -> Iterator[Page]:
    """The page of the road; none in a bank that has no stages."""
    stages = stage_views(site)
    if stages:
        yield site.page(
            "road.html",
            kind="road",
            title=site.language.text("road"),
            description=site.language.text("road_intro"),
            address_in=lambda addresses: addresses.page("road"),
            stages=stages,
        )


def stage_views(site: Site) -> list[StageView]:
    """The stages in their order."""
    found = statements(site, difficulties_of_stages)
    return [
        StageView(
            key=key,
            number=number,
            stage=stage,
            difficulties=[item for item in found if key in item.groups],
            cards=sorted(_cards(site, key), key=lambda item: (-item.evidence_level, item.slug)),
        )
        for number, (key, stage) in enumerate(site.bank.vocabulary.stages.get(site.code, {}).items(), 1)
    ]


def _cards(site: Site, key: str) -> Iterator[Card]:
    for slug in site.bank.by_stage.get(key, ()):
        edition = site.bank.edition(slug, site.code)
        shown: StageShown = next(item for item in edition.practice.stages if item.stage == key)
        yield card(site, edition, note=said_in(site, edition, shown.how))
