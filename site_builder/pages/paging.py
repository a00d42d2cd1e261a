"""A long list in numbered pages, with links between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from .page import Page
from .site import Site

Item = TypeVar("Item")
PER_PAGE = 60
NEAR = 1
"""How many numbers are shown on each side of the page's own."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """One page of a list."""

    number: int
    """From 1."""
    pages: int
    total: int
    """How many items all pages hold."""
    items: tuple[Item, ...]

    @property
    def first(self) -> int:
        """The place of the page's first item in the whole list, from 1."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """The place of the page's last item in the whole list."""
        return self.first + len(self.items) - 1

    @property
    def beside(self) -> tuple[int | None, int | None]:
        """The numbers of the page before and of the next one; None where there is none."""
        before = self.number - 1 if self.number > 1 else None
        return before, self.number + 1 if self.number < self.pages else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The page numbers to offer: the first, the last and those near; None stands for those left out between."""
        near = range(self.number - NEAR, self.number + NEAR + 1)
        offered = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        return tuple(_with_gaps(offered))


def _with_gaps(numbers: Sequence[int]) -> Iterator[int | None]:
    previous = 0
    for number in numbers:
        if number == previous + 2:
            yield previous + 1  # a gap of one page is that page
        elif number > previous + 2:
            yield None
        yield number
        previous = number


def parts(items: Sequence[Item]) -> Iterator[Part[Item]]:
    """The pages of a list; one, and it is empty, where the list is."""
    pages = max(1, -(-len(items) // PER_PAGE))
    for number in range(1, pages + 1):
        start = (number - 1) * PER_PAGE
        yield Part(number, pages, len(items), tuple(items[start : start + PER_PAGE]))


def page_of(
    site: Site,
    template: str,
    *,
    part: Part[Item],
    list_name: str,
    key: str | None,
    kind: str,
    title: str,
    description: str,
    **values: object,
) -> Page:
    """A page of the list that has this name and key in the addresses. From the second one on, texts say which it is."""
    page = site.page(
        template,
        kind=kind,
        title=_numbered(site, title, part),
        description=_numbered(site, description, part),
        address_in=lambda addresses: addresses.numbered(list_name, key, part.number),
        updated=None,
        part=part,
        **values,
    )
    before, after = (number and site.addresses.numbered(list_name, key, number) for number in part.beside)
    return replace(page, before=before or None, after=after or None)


def _numbered(site: Site, text: str, part: Part[Item]) -> str:
    if part.number == 1:
        return text
    return site.language.text("page_of", text=text, number=part.number, pages=part.pages)
