"""Former addresses, which lead on to where the page is now."""

from collections.abc import Mapping

from ..addresses import relative
from .site import Site


def redirects(site: Site) -> Mapping[str, str]:
    """The HTML of a small page for each former address of this language."""
    moved = {
        site.addresses.practice(old): site.addresses.practice(new)
        for old, new in sorted(site.bank.aliases.items())
    }
    moved[site.addresses.kind("practices")] = site.addresses.page("explore")
    return {old: _redirect(site, old, new) for old, new in moved.items()}


def _redirect(site: Site, old: str, new: str) -> str:
    template = site.environment.get_template("redirect.html")
    return template.render(target=relative(new, base=old), code=site.code)
