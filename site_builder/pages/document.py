"""The whole HTML of a page: its own, and what the theme and the bank put around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..store import harmless
from .frame import Assets, Frame, frame
from .page import Page, mark
from .search_text import published
from .site import Site

harmless(Assets)
PARTS = ("head", "first", "header", "footer", "scripts", "notice", "kind", "text_language", "content")


@harmless
@dataclass(frozen=True, slots=True)
class Theme:
    """What mkdocs.yml says that concerns every page, and what the theme gives it."""

    assets: Assets
    site_url: str | None
    repo_url: str | None
    edit_url: str | None
    """Where the files of the bank are edited on its forge: with a file's path behind it, that file."""
    shells: Mapping[int, str] = field(default_factory=dict)
    """Where pages stand in Material's own: its page, with marks for the parts of ours, by the depth of the address.

    Material's page differs only in its links to the site's root. Without shells, pages have nothing of Material's.
    """

    def edit_address(self, path: str) -> str | None:
        """Where a file of the bank is edited; None where nobody says."""
        return self.edit_url and self.edit_url + path


def whole(site: Site, page: Page, theme: Theme) -> str:
    """The whole HTML of a page."""
    around = frame(site, page, assets=theme.assets, site_url=theme.site_url, repo_url=theme.repo_url)
    if not theme.shells:
        return around.document(published(page.html))
    depth = page.address.removeprefix(site.addresses.prefix).count("/")
    return _filled(theme.shells[depth], around, page)


def _filled(shell: str, around: Frame, page: Page) -> str:
    for part in PARTS:
        shell = shell.replace(
            mark(part), published(page.html) if part == "content" else str(getattr(around, part))
        )
    return shell
