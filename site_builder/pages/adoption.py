"""Adoption: who took what over from whom, and what they changed, as a tree that reads as a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..collation import collation_key
from ..model import Origin, Transfer
from .cards import Card, card_of
from .page import Page
from .site import Site
from .statements import said_in


@dataclass(frozen=True, slots=True)
class Adopter:
    """Somebody who took a practice over."""

    name: Markup | str
    what_changed: Markup | str | None
    city: str | None
    """The key of their city."""
    card: Card | None
    """Their entry, where the bank has one."""
    reported_by: Card
    """The entry that says so."""
    adopters: tuple["Adopter", ...] = ()
    """Those who took it over from them in turn."""


@dataclass(frozen=True, slots=True)
class Root:
    """A practice that others took over, and that is itself taken from no other of the bank."""

    name: Markup | str
    card: Card | None
    adopters: tuple[Adopter, ...]

    @property
    def count(self) -> int:
        """How many took it over, directly or from each other."""
        return sum(map(_count, self.adopters))


def _count(adopter: Adopter) -> int:
    return 1 + sum(map(_count, adopter.adopters))


@dataclass(frozen=True, slots=True)
class Step:
    """One adoption as an entry reports it: from whom to whom. Either of them may have no entry."""

    source: str | None
    """The slug of the entry that was taken over; None where it has none."""
    source_name: Markup | str
    adopter: str | None
    """The slug of the adopter's entry."""
    name: Markup | str
    what_changed: Markup | str | None
    city: str | None
    reported_by: str


def adoption_page(site: Site) -> Page:
    """The page of all adoptions."""
    roots = adoption_trees(site)
    return site.page(
        "adoption.html",
        kind="gathered",
        title=site.language.text("adoption"),
        description=site.language.text("adoption_intro"),
        address_in=lambda addresses: addresses.page("adoption"),
        roots=roots,
        total=sum(root.count for root in roots),
    )


def adoption_trees(site: Site) -> list[Root]:
    """The practices that were taken over, those most often first, each with its adopters as a tree."""
    steps = list(_steps(site))
    below: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        below[step.source or f"?{step.source_name}"].append(step)
    starts = _starts(below)
    roots = [_root(site, key, below) for key in starts]
    return sorted(roots, key=lambda root: (-root.count, collation_key(str(root.name))))


def _starts(below: Mapping[str, list[Step]]) -> list[str]:
    """Where the trees begin: with those who took it over from nobody, and once in each circle of those left."""
    adopted = {step.adopter for steps in below.values() for step in steps}
    starts = [key for key in below if key not in adopted]
    reached = _reached(starts, below)
    for key in sorted(below):
        if key not in reached:
            starts.append(key)
            reached |= _reached([key], below)
    return starts


def _reached(starts: Iterable[str], below: Mapping[str, list[Step]]) -> set[str]:
    found: set[str] = set()
    ahead = list(starts)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += [step.adopter for step in below.get(key, ()) if step.adopter]
    return found


def _steps(site: Site) -> Iterator[Step]:
    """All adoptions, each once, although both entries may report it: the adopter's own word counts."""
    seen: set[tuple[str, str]] = set()
    for step in (*_reported_by_adopters(site), *_reported_by_sources(site)):
        pair = (step.source or "", step.adopter or "")
        if all(pair) and pair in seen:
            continue
        seen.add(pair)
        yield step


def _reported_by_adopters(site: Site) -> Iterator[Step]:
    for edition in site.bank.editions_in(site.code):
        for item in edition.practice.adopted_from:
            yield Step(
                source=_known(site, item),
                source_name=said_in(site, edition, item.taken_from) or "",
                adopter=edition.slug,
                name=edition.practice.title,
                what_changed=said_in(site, edition, item.what_changed),
                city=edition.practice.city,
                reported_by=edition.slug,
            )


def _reported_by_sources(site: Site) -> Iterator[Step]:
    for edition in site.bank.editions_in(site.code):
        for item in edition.practice.transfer:
            yield Step(
                source=edition.slug,
                source_name=edition.practice.title,
                adopter=_known(site, item),
                name=said_in(site, edition, item.adopted_by) or "",
                what_changed=said_in(site, edition, item.what_changed),
                city=item.city,
                reported_by=edition.slug,
            )


def _known(site: Site, item: Transfer | Origin) -> str | None:
    return item.entry if item.entry in site.bank.practices else None


def _root(site: Site, key: str, below: Mapping[str, list[Step]]) -> Root:
    known = key in site.bank.practices
    shown = card_of(site, key) if known else None
    return Root(
        name=shown.title if shown else below[key][0].source_name,
        card=shown,
        adopters=_adopters(site, key, below, above=frozenset({key})),
    )


def _adopters(
    site: Site, key: str, below: Mapping[str, list[Step]], *, above: frozenset[str]
) -> tuple[Adopter, ...]:
    """Those who took it over, but none who stands above: two practices may have learned from each other."""
    steps = [step for step in below.get(key, ()) if step.adopter not in above]
    return tuple(_adopter(site, step, below, above) for step in steps)


def _adopter(site: Site, step: Step, below: Mapping[str, list[Step]], above: frozenset[str]) -> Adopter:
    slug = step.adopter
    further = _adopters(site, slug, below, above=above | {slug}) if slug else ()
    return Adopter(
        name=step.name,
        what_changed=step.what_changed,
        city=step.city,
        card=card_of(site, slug) if slug else None,
        reported_by=card_of(site, step.reported_by),
        adopters=further,
    )
