"""What stands around every page: its head, the header with the search, and the footer.

A generated page needs nothing of Material's: ``Frame.document`` is the whole of it. A hand-written page may use what
Material offers, and so may every page of a site whose mkdocs.yml asks for one of Material's features. These get the
parts, and the theme's main.html puts them where Material expects them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from urllib.parse import urljoin, urlsplit

from jinja2 import Template

from ..addresses import Way
from .page import Page
from .site import Site

BROWSE = ("explore", "compare", "topics", "target-groups", "cities", "countries", "organisations", "funders")
KINDS = ("programmes", "events", "guides", "collections")
LEARN = ("tips", "difficulties", "evaluations", "adoption", "follow-ups")
PARTS = ("head", "first", "header", "footer", "scripts", "notice")
KEPT = re.compile(r"(<(?P<name>pre|textarea|script)\b.*?</(?P=name)>)", re.DOTALL)
"""In these, spaces and line breaks count."""
HEAD = "practice-bank:head"
"""What stands for the head of a page until that is written."""
INDENTATION = re.compile(r"\n\s+")
FONT = "assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
"""The font of nearly every letter of a page. The browser asks for it at once, so that the first page can have it."""
NOT_FOUND = "not-found"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Assets:
    """The addresses of the style sheets and scripts below the site's root."""

    styles: tuple[str, ...]
    """Material's style sheet, and then our own."""
    scripts: tuple[str, ...]
    """Material's own script, and what has to run before it."""
    module: str
    """Our own script."""
    favicon: str

    @property
    def alone(self) -> "Assets":
        """The same without what is Material's."""
        return Assets(styles=self.styles[-1:], scripts=(), module=self.module, favicon=self.favicon)


@dataclass(frozen=True, slots=True)
class Frame:
    """The HTML around a page's own. Each part is written when somebody asks for it."""

    site: Site
    page: Page
    assets: Assets
    values: Mapping[str, object]

    @property
    def kind(self) -> str:
        """What the page shows."""
        return self.page.kind

    @property
    def text_language(self) -> str:
        """The language of the page's text."""
        return self.page.text_language or self.page.language

    @property
    def head(self) -> str:
        """What the page says of itself, and where its style sheets are."""
        return self._write("head")

    @property
    def first(self) -> str:
        """What comes before anything is shown, the same on every page: the reader's choice of colours."""
        return self._write("first")

    @property
    def header(self) -> str:
        """The site's name, the navigation and what opens the search."""
        return self._write("header")

    @property
    def footer(self) -> str:
        """Where else to go, and the small print."""
        return self._write("footer")

    @property
    def scripts(self) -> str:
        """The scripts that run when the page is there."""
        return self._write("scripts")

    @property
    def notice(self) -> str:
        """Says that the page's text is in another language; empty where it is not."""
        return self._write("notice")

    def document(self, html: str) -> str:
        """The whole document of a generated page around its own HTML, with nothing of Material's."""
        opening, closing = self._around()
        head = tight(self._write("head", assets=self.assets.alone))
        return f"{opening.replace(HEAD, head, 1)}\n{tight(html)}\n{closing}"

    def _around(self) -> tuple[str, str]:
        """What stands before and after a page.

        It is the same for all pages of one shelf but for the way to the page's other languages, and so it is written
        once a shelf.
        """
        shelf = f"{self._shelf} {self.page.kind} {self.assets} {self.values['repo_url']}"
        parts = self.site.once("frame", shelf, self._written_around)
        to: Callable[[str], str] = self.values["to"]  # type: ignore[assignment]
        for code, address in self.page.switch.items():
            parts = tuple(part.replace(_switch(code), to(address)) for part in parts)
        return parts[0], parts[1]

    @property
    def _shelf(self) -> str:
        """The first folder of the page's address, and how many there are: pages that link alike have both in common."""
        address = self.page.address.removeprefix(self.site.addresses.prefix)
        return f"{address.split('/')[0] if self.page.kind != NOT_FOUND else NOT_FOUND} {address.count('/')}"

    def _written_around(self) -> tuple[str, ...]:
        to: Callable[[str], str] = self.values["to"]  # type: ignore[assignment]
        switch = {code: _switch(code) for code in self.page.switch}
        values = {**self.values, "to": lambda address: address if address in switch.values() else to(address)}
        page = replace(self.page, switch=switch)
        same = {"page": page, "assets": self.assets.alone, "head": HEAD}
        return tuple(
            tight(self._template(part).render({**values, **same})) for part in ("opening", "closing")
        )

    def _write(self, name: str, *, assets: Assets | None = None) -> str:
        return self._template(name).render(self.values, page=self.page, assets=assets or self.assets)

    def _template(self, name: str) -> Template:
        return self.site.environment.get_template(f"frame/{name}.html")


def frame(site: Site, page: Page, *, assets: Assets, site_url: str | None, repo_url: str | None) -> Frame:
    """The frame of a page. Without ``site_url`` the head names no canonical address and no translations."""
    values: Mapping[str, object] = {
        "to": _linker(page, site_url),
        "a": site.addresses,
        "absolute": partial(_absolute, site_url) if site_url else None,
        "repo_url": repo_url,
        "navigation": ("explore", "topics", "cities", *handbook(site)[:1], "contribute", "about"),
        "browse": (*BROWSE, *KINDS),
        "learn": (*handbook(site), *LEARN),
        "themes": THEMES,
        "font": FONT,
    }
    return Frame(site=site, page=page, assets=assets, values=values)


def _absolute(site_url: str, address: str) -> str:
    """What ``urljoin`` makes of an address below the site's root, which is asked for several times a page."""
    return f"{_root(site_url)}{address}" if address else site_url


@cache
def _root(site_url: str) -> str:
    return urljoin(site_url, ".")


def _switch(code: str) -> str:
    """What stands for the address of the page in another language until that is known."""
    return f"practice-bank:{code}"


def tight(html: str) -> str:
    """The same HTML without the indentation of its lines and without empty ones, which no reader sees."""
    parts = KEPT.split(html)
    # Of three parts, the first is the text between, the second what is kept, and the third the name of its element.
    return "".join(_tight(parts[at]) + "".join(parts[at + 1 : at + 2]) for at in range(0, len(parts), 3))


def _tight(html: str) -> str:
    return INDENTATION.sub("\n", html)


def handbook(site: Site) -> tuple[str, ...]:
    """The pages on how a city goes about it, which not every bank has: the road and the workshop."""
    found = {"road": site.bank.vocabulary.stage_keys, "workshop": site.bank.workshops}
    return tuple(name for name, is_there in found.items() if is_there)


def _linker(page: Page, site_url: str | None) -> Callable[[str], str]:
    """Relative links, but for the page that a server shows at any address that does not exist."""
    if page.kind != NOT_FOUND:
        return Way.of(page.address)
    path = urlsplit(site_url or "").path.rstrip("/")
    return lambda address: f"{path}/{address}"


def not_found_html(site: Site, *, site_url: str | None) -> str:
    """What the page for missing addresses says."""
    to = _linker(not_found(site), site_url)
    return site.environment.get_template("not_found.html").render(to=to, a=site.addresses)


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
