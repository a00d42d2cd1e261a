"""What stands around every page: its head, the header with the search, and the footer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from ..addresses import relative
from .page import Page
from .site import Site

BROWSE = ("explore", "compare", "topics", "target-groups", "cities", "countries", "organisations", "funders")
KINDS = ("programmes", "events", "guides", "collections")
LEARN = ("tips", "difficulties", "evaluations", "adoption", "follow-ups")
PARTS = ("head", "header", "footer", "scripts", "notice")
NOT_FOUND = "not-found"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Assets:
    """The addresses of the style sheets and scripts below the site's root."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    """Material's own script, and what has to run before it."""
    module: str
    """Our own script."""
    favicon: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The HTML around a page's own."""

    head: str
    header: str
    footer: str
    scripts: str
    notice: str
    """Says that the page's text is in another language; empty where it is not."""
    kind: str
    text_language: str


def frame(site: Site, page: Page, *, assets: Assets, site_url: str | None, repo_url: str | None) -> Frame:
    """The frame of a page. Without ``site_url`` the head names no canonical address and no translations."""
    to = _linker(page, site_url)
    values: Mapping[str, object] = {
        "page": page,
        "to": to,
        "a": site.addresses,
        "assets": assets,
        "absolute": partial(urljoin, site_url) if site_url else None,
        "repo_url": repo_url,
        "navigation": ("explore", "topics", "cities", *handbook(site)[:1], "contribute", "about"),
        "browse": (*BROWSE, *KINDS),
        "learn": (*handbook(site), *LEARN),
        "themes": THEMES,
    }
    parts = {name: _write(site, f"frame/{name}.html", values) for name in PARTS}
    return Frame(kind=page.kind, text_language=page.text_language or page.language, **parts)


def handbook(site: Site) -> tuple[str, ...]:
    """The pages on how a city goes about it, which not every bank has: the road and the workshop."""
    found = {"road": site.bank.vocabulary.stage_keys, "workshop": site.bank.workshops}
    return tuple(name for name, is_there in found.items() if is_there)


def _linker(page: Page, site_url: str | None) -> Callable[[str], str]:
    """Relative links, but for the page that a server shows at any address that does not exist."""
    if page.kind != NOT_FOUND:
        return partial(relative, base=page.address)
    path = urlsplit(site_url or "").path.rstrip("/")
    return lambda address: f"{path}/{address}"


def not_found_html(site: Site, *, site_url: str | None) -> str:
    """What the page for missing addresses says."""
    to = _linker(not_found(site), site_url)
    return site.environment.get_template("not_found.html").render(to=to, a=site.addresses)


def _write(site: Site, template: str, values: Mapping[str, object]) -> str:
    return site.environment.get_template(template).render(**values)


def hand_written(site: Site, *, path: str, title: str, description: str, languages: tuple[str, ...]) -> Page:
    """A page of the bank's docs folder, at ``about/`` say, which is written in these languages."""
    at = site.switch(lambda addresses: addresses.home() + path)
    own = site.code in languages
    return Page(
        address=site.addresses.home() + path,
        language=site.code,
        kind="prose",
        title=title,
        description=description,
        html="",
        switch=at,
        alternates={code: at[code] for code in languages} if own else {},
        canonical=at[site.code if own else languages[0]],
        text_language=site.code if own else languages[0],
    )


def not_found(site: Site) -> Page:
    """The page for an address at which there is none."""
    return Page(
        address="",
        language=site.code,
        kind=NOT_FOUND,
        title=site.language.text("not_found"),
        description=site.language.text("not_found_text"),
        html="",
        switch=site.switch(lambda addresses: addresses.home()),
    )
