"""Explore: the page on which words, facets, a map and a list show one set of practices.

Its HTML holds the first cards, and links to the lists of each topic, country, ...; scripts make facets of them.
"""

from dataclasses import dataclass

from .. import facets
from .cards import newest
from .lists import CHOICES, Choice
from .page import Page
from .site import Site

FIRST = 12
"""How many cards the page comes with. The script shows as many at once."""
FEW = 8
"""How many values of a long facet are shown before somebody asks for more."""
MANY = 20
"""From how many values on the script offers a box to find one by its name."""
PAGES = {"topic": "topics", "target-group": "target-groups", "country": "countries", "city": "cities"}
"""The facets whose values have pages of their own."""
UNFOLDED = frozenset({"topic", "target-group", "country"})
SORTS = ("relevance", "date", "title", "evidence")


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as the page shows it before a script has counted anything."""

    key: str
    label: str
    kind: str | None
    """The kind of pages that its values have; None where they have none."""
    choices: tuple[Choice, ...]
    """Links to them, those with most practices first where there are many."""
    total: int
    """How many there are in all."""
    is_offered: bool
    is_unfolded: bool

    @property
    def is_long(self) -> bool:
        """Whether only the first of its values are shown."""
        return self.total > FEW + 1

    @property
    def has_box(self) -> bool:
        """Whether the script will put a box above the values: its room is kept, so that nothing moves then."""
        return self.total >= MANY


def groups(site: Site) -> list[Group]:
    """All facets in display order."""
    return [_group(site, facet) for facet in facets.FACETS]


def _group(site: Site, facet: facets.Facet) -> Group:
    kind = PAGES.get(facet.key)
    choices = CHOICES[kind](site) if kind else []
    return Group(
        key=facet.key,
        label=site.language.text(f"explore_facet_{facet.key}"),
        kind=kind,
        choices=_first(choices),
        total=len(choices),
        is_offered=facet.offered,
        is_unfolded=facet.key in UNFOLDED,
    )


def _first(choices: list[Choice]) -> tuple[Choice, ...]:
    if len(choices) <= FEW + 1:
        return tuple(choices)
    return tuple(sorted(choices, key=lambda choice: -choice.count)[:FEW])


def explore_page(site: Site) -> Page:
    """The page in the language of the site."""
    return site.page(
        "explore.html",
        kind="explore",
        title=site.language.text("explore"),
        description=site.language.text("explore_intro"),
        address_in=lambda addresses: addresses.page("explore"),
        cards=newest(site, limit=FIRST),
        total=len(site.bank.practices),
        groups=groups(site),
        sorts=SORTS,
    )
