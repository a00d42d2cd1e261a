"""The page that explains every rule, made from the rules' own documentation."""

from ..rules import RULES
from .page import Page
from .site import Site

FAMILIES = {"PB0": "files", "PB1": "fields", "PB2": "body", "PB3": "across", "PB9": "advice"}


def rules_page(site: Site) -> Page:
    """All rules by family, in the order of their codes."""
    rules = [RULES[code] for code in sorted(RULES)]
    families = {
        name: [rule for rule in rules if rule.code.startswith(prefix)] for prefix, name in FAMILIES.items()
    }
    return site.page(
        "rules.html",
        kind="rules",
        title=site.language.text("rules"),
        description=site.language.text("rules_intro"),
        address_in=lambda addresses: addresses.page("rules"),
        families=families,
    )
