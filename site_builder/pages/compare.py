"""The page on which readers put practices side by side, and what a practice's own page says for it.

The comparison is made in the browser, out of the practices' own pages: their elements name the fields in
``data-pb-fact``, and give in further attributes what a script could not read off the text.
"""

import hashlib
from functools import cache

from ..language import Language
from ..model import FundingLevel, Result
from .page import Page
from .site import Site

DIGITS = 10
REASONS = (
    "unknown", "per", "currencies", "limits", "part", "period", "years", "short", "nobody", "several", "people"
)  # fmt: skip
"""Why a figure of one practice cannot be set against another's, as compare/figures.js calls it."""


def compare_page(site: Site) -> Page:
    """The comparison, empty until a script fills it."""
    return site.page(
        "compare.html",
        kind="compare",
        title=site.language.text("compare"),
        description=site.language.text("compare_intro"),
        address_in=lambda addresses: addresses.page("compare"),
        levels={level: site.language.term("funding_level", level) for level in FundingLevel},
        reasons={reason: site.language.text(f"compare_reason_{reason}") for reason in REASONS},
        locale=str(site.language.locale).replace("_", "-"),
    )


def measure(result: Result) -> str:
    """What a result measures, as a short digest of its indicator, its unit and when it was measured again.

    Two results with the same digest count the same thing in the same unit. Expects the result in its original
    language, so that it does not depend on who translated it how.
    """
    parts = (result.indicator, result.unit, result.follow_up or "")
    text = "\n".join(" ".join(part.split()).casefold() for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def counts_people(result: Result, language: Language) -> bool:
    """Whether a result's unit says that it counts those who took part, and nothing narrower such as teachers."""
    return result.unit.strip().casefold() in _people_units(language.text("compare_people_units"))


@cache
def _people_units(label: str) -> frozenset[str]:
    return frozenset(unit.strip().casefold() for unit in label.split(","))
