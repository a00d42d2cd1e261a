"""Pages that gather what many entries say: tips by audience, difficulties by topic, evaluations by evaluator."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ..collation import collation_key
from ..model import Audience, Evaluator, Practice
from .draft import Draft
from .page import Page
from .paging import Part, page_of, parts
from .reads import Reads
from .site import Site
from .statements import Said, Statement, difficulties, evaluations, statements, tips

AT_ONCE = 4
"""How many statements of each group the first page shows. The others have pages of their own."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A page that gathers statements, and how it files them."""

    name: str
    """Its address, and its labels."""
    said: Callable[[Practice], Iterable[Said]]
    labels: Callable[[Site], Mapping[str, str]]
    """The groups in their order with their labels."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is filed under one key."""

    key: str
    label: str
    statements: tuple[Statement, ...]

    @property
    def first(self) -> tuple[Statement, ...]:
        """What the first page shows of it: one of each entry before a second one of any."""
        seen: set[str] = set()
        fresh: list[Statement] = []
        further: list[Statement] = []
        for item in self.statements:
            (further if item.card.slug in seen else fresh).append(item)
            seen.add(item.card.slug)
        return (*fresh, *further)[:AT_ONCE]


def _terms(group: str, values: Iterable[str]) -> Callable[[Site], Mapping[str, str]]:
    return lambda site: {value: site.language.term(group, value) for value in values}


def _topics(site: Site) -> Mapping[str, str]:
    terms = site.bank.vocabulary.topics[site.code]
    return {key: terms[key].label for key in sorted(terms, key=lambda key: collation_key(terms[key].label))}


GATHERINGS = (
    Gathering("tips", tips, _terms("audience", Audience)),
    Gathering("difficulties", difficulties, _topics),
    Gathering("evaluations", evaluations, _terms("evaluator", Evaluator)),
)


def gathered_drafts(site: Site, reads: Reads) -> Iterator[Draft[Page]]:
    """The pages of all gatherings: an overview each, and the pages of each group."""
    for gathering in GATHERINGS:
        yield Draft(gathering.name, reads.of_everything, partial(_gathered, site, gathering))


def _gathered(site: Site, gathering: Gathering) -> Iterator[Page]:
    found = statements(site, gathering.said)
    groups = list(_groups(gathering.labels(site), found))
    yield _overview(site, gathering.name, groups, total=len(found))
    for group in groups:
        yield from _group_pages(site, gathering.name, group)


def _groups(labels: Mapping[str, str], found: Iterable[Statement]) -> Iterator[Group]:
    filed: dict[str, list[Statement]] = {key: [] for key in labels}
    for item in found:
        for key in item.groups:
            filed[key].append(item)
    return (Group(key, labels[key], tuple(items)) for key, items in filed.items() if items)


def _overview(site: Site, name: str, groups: list[Group], *, total: int) -> Page:
    return site.page(
        "gathered.html",
        kind="gathered",
        title=site.language.text(name),
        description=site.language.text(f"{name}_intro"),
        address_in=lambda addresses: addresses.page(name),
        name=name,
        groups=groups,
        total=total,
        entries=len({item.card.slug for group in groups for item in group.statements}),
    )


def _group_pages(site: Site, name: str, group: Group) -> Iterator[Page]:
    for part in parts(group.statements):
        yield _group_page(site, name, group, part)


def _group_page(site: Site, name: str, group: Group, part: Part[Statement]) -> Page:
    title = site.language.text(f"{name}_of", name=group.label)
    return page_of(
        site,
        "gathered_group.html",
        part=part,
        list_name=name,
        key=group.key,
        kind="gathered",
        title=title,
        description=title,
        name=name,
        group=group,
    )
