"""The page of a practice: every field of the entry that is given, and no heading for one that is not.

What its entry tells is written apart from the practices that it is related to: the search, which knows nothing of
these, need not wait until they are known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from .. import markdown
from ..addresses import Way, picture
from ..bank import Edition
from ..dates import months_after
from ..model import Audience, Fee, Funding, Period, Practice, Qualifier, Resource, Result, Source, Tip
from ..money import Money, budget, can_be_added, sum_of
from ..names import all_names
from ..related import reason_text
from .calendar import is_ahead
from .cards import Card, card, card_of, cards, evidence_rank, period_text
from .compare import counts_people, measure
from .funders import amount_text
from .kinds import (
    ItemView,
    PhaseView,
    RecommendationView,
    Totals,
    by_country,
    columns,
    items,
    phases,
    recommendations,
    totals,
)
from .page import Page, mark
from .places import Spots, spots
from .site import Site, foreign

KEY_FIGURES = 4
OTHERS: Mapping[str, str] = {"contents": "others_contents.html", "others": "others.html"}
"""The templates of what a page says of other practices, by the marks where it belongs."""


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One funder as the page shows it."""

    funding: Funding
    name: str
    address: str
    amount: str | None
    share: Decimal | None
    """Per cent of the whole, given or worked out; None where it cannot be told."""
    share_text: str | None
    offset: Decimal
    """Where the funder's part of the bar begins, in per cent."""


@dataclass(frozen=True, slots=True)
class BodySection:
    """A section of the body as HTML, with its heading."""

    key: str | None
    title: str | None
    html: Markup


def practice_page(site: Site, slug: str) -> Page:
    """The page of one practice in one language."""
    edition = site.bank.edition(slug, site.code)
    practice = edition.practice
    return Page(
        address=site.addresses.practice(slug),
        language=site.code,
        kind="practice",
        title=practice.title,
        description=practice.summary,
        html=PracticeView(site, edition).html(site.own_part(slug) or own_part(site, slug)),
        switch=site.switch(lambda addresses: addresses.practice(slug)),
        alternates={
            code: site.addresses_in(code).practice(slug)
            for code in site.bank.languages_of(slug)
            if edition.is_translated
        },
        canonical=site.addresses_in(edition.text_language).practice(slug),
        updated=practice.last_changed,
    )


def own_part(site: Site, slug: str) -> str:
    """What the entry itself tells, as HTML with marks where the practices belong that it is related to."""
    return PracticeView(site, site.bank.edition(slug, site.code)).own_part()


class PracticeView:
    """What the template of a practice's page may ask."""

    def __init__(self, site: Site, edition: Edition) -> None:
        self.site = site
        self.edition = edition
        self.address = site.addresses.practice(edition.slug)
        self.to = Way.of(self.address)

    @property
    def practice(self) -> Practice:
        """The practice in the words of this edition."""
        return self.edition.practice

    def html(self, own_part: str) -> str:
        """The whole page below the header, of its own part and what it says of other practices."""
        for part, template in OTHERS.items():
            others = self.site.write(template, address=self.address, view=self)
            own_part = own_part.replace(mark(part), others)
        return own_part

    def own_part(self) -> str:
        """The page without the practices that it is related to, and with marks in their places."""
        return self.site.write(
            "practice.html",
            address=self.address,
            view=self,
            edition=self.edition,
            practice=self.practice,
            say=self.say,
            sections=self.sections(),
        )

    def say(self, text: str) -> Markup | str:
        """A text of the entry, marked with its language where it is not translated."""
        return foreign(text, language=self.edition.language_of(text), page_language=self.site.code)

    def sections(self) -> dict[str | None, BodySection]:
        """The body's sections by the key of their heading; None for what stands before the first."""
        headings = self.site.languages.get(self.edition.text_language, self.site.language).headings
        key_of = {title.casefold(): key for key, title in headings.items()}
        found = [self._section(section, key_of) for section in self.edition.document.sections]
        return {section.key: section for section in found}

    def _section(self, section: markdown.Section, key_of: dict[str, str]) -> BodySection:
        key = key_of.get(section.title.casefold()) if section.title else None
        html = markdown.render(
            section, wiki_target=self._wiki_target, picture_address=lambda path: self.to(picture(path))
        )
        return BodySection(key=key, title=section.title, html=Markup(html))  # noqa: S704  sanitised by the renderer

    def _wiki_target(self, slug: str) -> tuple[str, str] | None:
        if slug not in self.site.bank.practices:
            return None
        linked = self.site.bank.edition(slug, self.site.code).practice
        return self.to(self.site.addresses.practice(slug)), linked.title

    @cached_property
    def period(self) -> str | None:
        """From when to when, in words."""
        return period_text(self.site, self.practice.period)

    @property
    def names(self) -> str:
        """Every name by which somebody may look for the practice's places and organisations."""
        return ", ".join(all_names(self.site.bank, self.practice, self.site.languages.values()))

    @property
    def parts(self) -> str:
        """The words that the text holds only as the ends of its compounds."""
        return " ".join(self.site.parts(self.edition))

    def period_of(self, period: Period | None) -> str | None:
        """From when to when a part of the work ran, in words."""
        return period_text(self.site, period)

    def money(self, money: Money) -> str:
        """A sum in words."""
        return self.site.language.money(money.amount, money.currency)

    @cached_property
    def phases(self) -> list[PhaseView]:
        """The phases of a programme."""
        return phases(self.practice)

    @cached_property
    def totals(self) -> Totals | None:
        """What the practices of a programme come to."""
        return totals(self.site, self.practice)

    @cached_property
    def spots(self) -> Spots:
        """The places of a programme and of its practices."""
        slug = self.edition.slug
        return spots(self.site, [slug, *self.site.bank.members.get(slug, ())])

    @property
    def is_ahead(self) -> bool:
        """Whether it is an event to come."""
        return is_ahead(self.site, self.practice)

    @cached_property
    def discussed(self) -> list[Card]:
        """The practices that an event was about, in its order."""
        named = self.practice.event.discussed if self.practice.event else ()
        return [found for slug in named if (found := self.card_of(slug))]

    @cached_property
    def recommendations(self) -> list[RecommendationView]:
        """The recommendations of a guide."""
        return recommendations(self.site, self.edition)

    @cached_property
    def matrix_columns(self) -> list[Card]:
        """The practices that show a recommendation."""
        return columns(self.recommendations)

    @cached_property
    def items(self) -> list[ItemView]:
        """What a collection holds."""
        return items(self.site, self.practice)

    @property
    def item_countries(self) -> list[tuple[str, int]]:
        """The countries of a collection's items."""
        return by_country(self.items)

    @cached_property
    def card(self) -> Card:
        """The practice as lists show it."""
        return card(self.site, self.edition)

    @property
    def key_figures(self) -> tuple[Result, ...]:
        """The results to show large: the first ones, as the entry gives them."""
        return self.practice.results[:KEY_FIGURES]

    def value(self, result: Result) -> str:
        """A result's value in words: with its qualifier, and as money where its unit is a currency."""
        unit = result.unit
        is_money = self.site.language.is_currency(unit)
        text = (
            self.site.language.money(result.value, unit)
            if is_money
            else self.site.language.number(result.value)
        )
        return self.qualified(text, result.qualifier)

    def unit(self, result: Result) -> str | None:
        """A result's unit; None where its value says it already."""
        return None if self.site.language.is_currency(result.unit) else result.unit

    def qualified(self, text: str, qualifier: Qualifier | None) -> str:
        """A figure with the word for how exact it is."""
        return self.site.language.qualified(text, qualifier)

    @cached_property
    def funding(self) -> list[FundingRow]:
        """The funders with their shares, given or worked out of their amounts."""
        shares = funding_shares(self.practice.funding)
        offsets = [
            sum((share or Decimal(0) for share in shares[:index]), Decimal(0)) for index in range(len(shares))
        ]
        rows = zip(self.practice.funding, shares, offsets, strict=True)
        return [self._funding_row(item, share, offset) for item, share, offset in rows]

    def _funding_row(self, item: Funding, share: Decimal | None, offset: Decimal) -> FundingRow:
        site = self.site
        return FundingRow(
            funding=item,
            name=site.organisation_name(item.source),
            address=site.addresses.item("funders", site.bank.vocabulary.organisation_key(item.source)),
            amount=amount_text(site, item),
            share=share,
            share_text=site.language.percent(share) if share is not None else None,
            offset=offset,
        )

    @cached_property
    def total(self) -> str | None:
        """The sum of all amounts, where they can be added up; None for a single one."""
        funding = self.practice.funding
        if len(funding) < 2 or not can_be_added(funding):
            return None
        text = self.site.language.money(sum_of(funding), str(funding[0].currency))
        return self.qualified(text, Qualifier.ABOUT if self.funding_is_rough else None)

    @property
    def funding_is_rough(self) -> bool:
        """Whether any of the amounts or shares is not exact."""
        return any(item.qualifier for item in self.practice.funding)

    @property
    def has_shares(self) -> bool:
        """Whether the share of any funder is known."""
        return any(row.share is not None for row in self.funding)

    @property
    def has_dates(self) -> bool:
        """Whether any result says of when it is."""
        return any(result.as_of for result in self.practice.results)

    @property
    def tips(self) -> list[tuple[Audience, list[Tip]]]:
        """The pieces of advice by whom they are for."""
        tips = sorted(self.practice.tips, key=lambda tip: tip.audience)
        return [(audience, list(found)) for audience, found in groupby(tips, key=lambda tip: tip.audience)]

    @cached_property
    def budget(self) -> Money | None:
        """All the money of the work, for comparisons; None where it cannot be told."""
        return budget(self.practice.funding)

    @cached_property
    def original(self) -> Practice:
        """The practice in its original language."""
        return self.site.bank.practices[self.edition.slug]

    @cached_property
    def measures(self) -> list[str]:
        """What each result measures, in a form that is the same in every language."""
        return [measure(result) for result in self.original.results]

    def counts_people(self, index: int) -> bool:
        """Whether the result at this index counts those who took part."""
        language = self.site.languages.get(self.original.language, self.site.language)
        return counts_people(self.original.results[index], language)

    def fee(self, fee: Fee) -> str:
        """What a workshop costs, in words."""
        return self.qualified(self.site.language.money(fee.amount, fee.currency), fee.qualifier)

    def hours(self, resource: Resource) -> str | None:
        """Hours a week, as one number or a range."""
        if not resource.hours_per_week:
            return None
        return "–".join(self.site.language.number(hours) for hours in resource.hours_per_week)

    def source_number(self, key: str) -> int:
        """The number of a source in the list at the end of the page, from 1."""
        return self._source_numbers[key]

    @cached_property
    def _source_numbers(self) -> dict[str, int]:
        return {source.key: number for number, source in enumerate(self.practice.sources, 1)}

    def source(self, key: str) -> Source:
        """A source by its key."""
        return self.practice.sources[self.source_number(key) - 1]

    @cached_property
    def evidence_rank(self) -> int:
        """The level of evidence from 1 to 5."""
        return evidence_rank(self.practice.evidence)

    @cached_property
    def related(self) -> list[Card]:
        """The related practices, each with the reasons as a note."""
        return [
            card_of(self.site, item.slug, note=self._reasons(item.reasons))
            for item in self.site.related(self.edition.slug)
        ]

    def _reasons(self, reasons: tuple[object, ...]) -> str:
        write: Callable[..., str] = reason_text
        texts = [write(reason, bank=self.site.bank, language=self.site.language) for reason in reasons]
        joined = ", ".join(texts)
        return joined[:1].upper() + joined[1:]

    @cached_property
    def members(self) -> list[Card]:
        """The practices that are part of this programme."""
        return cards(self.site, self.site.bank.members.get(self.edition.slug, ()))

    @cached_property
    def backlinks(self) -> list[Card]:
        """The practices that link to this one."""
        return cards(self.site, self.site.bank.backlinks.get(self.edition.slug, ()))

    def card_of(self, slug: str) -> Card | None:
        """Another practice as lists show it; None where the bank has no such practice."""
        known = slug in self.site.bank.practices
        return card_of(self.site, slug) if known else None

    @property
    def review_due(self) -> date:
        """When somebody should look at the entry again."""
        return months_after(self.practice.last_looked_at, self.practice.review_every)

    @cached_property
    def edit_address(self) -> str | None:
        """Where the entry is edited on its forge."""
        return self.site.edit_address(self.edition.path)


def funding_shares(funding: tuple[Funding, ...]) -> list[Decimal | None]:
    """Each funder's share in per cent: as given, or of the sum of all amounts to one decimal; None where unknown."""
    given = [item.share for item in funding]
    if any(share is not None for share in given) or len(funding) < 2 or not can_be_added(funding):
        return given
    total = sum_of(funding)
    return [
        (item.amount * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if item.amount is not None
        else None
        for item in funding
    ]
