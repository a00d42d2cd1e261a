"""The MkDocs plugin: a thin adapter that puts the pages that ``pages`` generates in their place."""

import hashlib
import logging
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from .assemble import Assembly, assemble
from .diagnostics import as_text
from .pages import Page, Site, has_page
from .pages.document import PARTS, Theme
from .pages.frame import Assets, Frame, frame, hand_written, not_found, not_found_html
from .pages.later import later
from .pages.page import mark
from .settings import NotABank, Place
from .store import NotAValue, Store
from .style_sheet import STYLES, style_sheet
from .tasks import contents, sitemap

THEME = Path(__file__).parent / "theme"
STYLE_SHEET = "assets/stylesheets/practice-bank.css"
SCRIPTS = "assets/javascripts"
"""Where our scripts stand in the theme. They are published beside it, in a folder whose name holds a digest of them."""
FIRST_SCRIPT, MODULE = "before-material.js", "practice-bank.js"
ICON = "assets/images/practice-bank.svg"
LINK = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:\s*)<?([^\s()<>#]+\.md)", re.MULTILINE)
"""A link of Markdown to another file of Markdown."""
HOME = "index.md"
SHELLS = (HOME, *(f"{'/'.join(['practice-bank-shell'] * depth)}.md" for depth in range(1, 5)))
"""One page for each depth that an address of ours has; but for the first, at addresses that none of ours has."""
DAMAGED = "What earlier builds have kept was damaged. It is removed now: build once more."
logger = get_plugin_logger("practice-bank")


class PracticeBankConfig(base.Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    language = config_options.Optional(config_options.Type(str))
    """The language to build; the bank's first one where it is left out."""
    report = config_options.Type(bool, default=True)
    """Whether to log the findings in the entries."""


class PracticeBankPlugin(BasePlugin[PracticeBankConfig]):  # type: ignore[no-untyped-call]
    """Puts a bank's frame around the hand-written pages of one language, and writes the bank's pages beside them."""

    assembly: Assembly | None = None
    """The bank, where somebody has read it already. He writes its pages, too."""
    writes = True
    """Whether the pages of the bank are written when MkDocs is done with the others."""
    site: Site
    theme: Theme

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the bank, and set the theme to the language that is built."""
        place = Place(Path(config.config_file_path).parent)
        assembly = self._assembled(place)
        code = self.config.language or assembly.context.settings.default_language
        self.shells: dict[int, str] = {}
        edit_url = _edit_url(config)
        self.site = assembly.site(code, edit_address=lambda path: edit_url and edit_url + path)
        sites = (assembly.site(each) for each in assembly.context.settings.languages)
        self.later = {f"later/{site.code}.js": later(site, folder=f"{SCRIPTS}/") for site in sites}
        self.assets = find_assets(config.theme.dirs, self.later)
        _set_language(config, self.site, place)
        return config

    def _assembled(self, place: Place) -> Assembly:
        if self.assembly and not self.writes:
            return self.assembly
        store = Store(place.cache)
        try:
            self.assembly = store.tried(lambda: assemble(place, store=store))
        except NotABank as error:
            raise PluginError(str(error)) from error
        self._report(self.assembly)
        return self.assembly

    def _report(self, assembly: Assembly) -> None:
        if self.config.report and assembly.diagnostics:
            logger.log(
                logging.WARNING if assembly.left_out else logging.INFO,
                "findings:\n%s",
                as_text(assembly.diagnostics).rstrip(),
            )

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Leave the style sheets and scripts to the default language's build, whose files all languages share."""
        if self.site.addresses.prefix:
            for file in [file for file in files if file.src_uri.startswith("assets/")]:
                files.remove(file)
        _put_together(files, folder=PurePosixPath(self.assets.module).parent)
        return env

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add our style sheet, what nobody has translated yet, and, where they are wanted, Material's empty pages."""
        place, settings = Place(Path(config.config_file_path).parent), self.site.settings
        if self.site.addresses.prefix:
            _add_untranslated(files, config, place.docs / settings.default_language)
        else:
            files.append(File.generated(config, STYLE_SHEET, content=style_sheet()))
            folder = PurePosixPath(self.assets.module).parent
            for name, content in self.later.items():
                files.append(File.generated(config, str(folder / name), content=content))
        if home := files.get_file_from_path(HOME):  # the bank's own home page stands there
            files.remove(home)
        shells = SHELLS if config.theme.get("features") else ()
        self.empty = {*shells, *_linked(files, self.site)}
        for source in sorted(self.empty):
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_page_content(self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The mark for the HTML of a page of ours, in the place of what MkDocs rendered."""
        if page.file.src_uri not in self.empty:
            return html
        page.toc = TableOfContents([AnchorLink("", "content", 1)])
        return mark("content")

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """The frame around the page: head, header and footer."""
        if page.file.src_uri in self.empty:
            context["pb"] = SimpleNamespace(document=str, **{part: mark(part) for part in PARTS})  # type: ignore[typeddict-unknown-key]
            return context
        return self._framed(context, self._hand_written(page, config), config)

    def on_post_page(self, output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Keep Material's empty pages, and write none of them."""
        if page.file.src_uri not in self.empty:
            return output
        if page.file.src_uri in SHELLS:
            self.shells[page.url.count("/")] = output
        return ""

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The frame around the page for missing addresses."""
        if template_name == "404.html":
            html = not_found_html(self.site, site_url=self._root_url(config))
            context.update(pb_content=html, page=None)  # type: ignore[call-arg]
            return self._framed(context, not_found(self.site), config)
        return context

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the pages of the bank."""
        self.theme = Theme(
            assets=self.assets,
            site_url=self._root_url(config),
            repo_url=config.repo_url,
            edit_url=_edit_url(config),
            shells=self.shells,
        )
        if self.writes and self.assembly:
            try:
                _write_all(Path(config.site_dir), self.assembly, self.site, self.theme)
            except NotAValue:
                self.assembly.store.clear()
                raise PluginError(DAMAGED) from None

    def _framed(self, context: TemplateContext, page: Page, config: MkDocsConfig) -> TemplateContext:
        context["pb"] = self._frame(page, config)  # type: ignore[typeddict-unknown-key]
        return context

    def _frame(self, page: Page, config: MkDocsConfig) -> Frame:
        site_url, repo_url = self._root_url(config), config.repo_url
        return frame(self.site, page, assets=self.assets, site_url=site_url, repo_url=repo_url)

    def _root_url(self, config: MkDocsConfig) -> str | None:
        return config.site_url.removesuffix(self.site.addresses.prefix) if config.site_url else None

    def _hand_written(self, page: MkDocsPage, config: MkDocsConfig) -> Page:
        place, settings = Place(Path(config.config_file_path).parent), self.site.settings
        languages = tuple(
            code for code in settings.languages if (place.docs / code / page.file.src_uri).is_file()
        )
        return hand_written(
            self.site,
            path=page.url,
            title=str(page.title or ""),
            description=str(page.meta.get("description", "")),
            languages=languages or (settings.default_language,),
        )

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when an entry, a vocabulary or one of our templates changes."""
        for folder in watched(Place(Path(config.config_file_path).parent)):
            server.watch(str(folder))
        return server


def _linked(files: Files, site: Site) -> set[str]:
    """The files that MkDocs would make the bank's pages of, if it made them: those to which hand-written pages link.

    With an empty one in its place, MkDocs knows the page, and makes an address of the link.
    """
    pages = [file for file in files.documentation_pages() if file.src_uri not in SHELLS]
    linked = (
        posixpath.join(posixpath.dirname(file.src_uri), link) for file in pages for link in _links(file)
    )
    named = {posixpath.normpath(link) for link in linked}
    return {link for link in named if link not in files.src_uris and has_page(site, link.removesuffix(".md"))}


def _links(file: File) -> list[str]:
    return LINK.findall(file.content_string)


def _write_all(folder: Path, assembly: Assembly, site: Site, theme: Theme) -> None:
    """The pages and files of one language, in a site of that language alone."""
    prefix = site.addresses.prefix
    found = [replace(one, path=one.path.removeprefix(prefix)) for one in contents(assembly, site, theme)]
    pages = [(one.path, one.updated) for one in found if one.updated is not None]
    named = sitemap(pages, site_url=theme.site_url, undated=assembly.bank.last_change)
    for content in (*found, *named):
        target = folder / content.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.data)


def watched(place: Place) -> list[Path]:
    """The folders whose changes change the site."""
    package = Path(__file__).parent
    folders = [
        place.practices,
        place.vocabulary,
        place.docs,
        place.root / "bank.yml",
        place.root / "mkdocs.yml",
    ]
    own = [THEME, STYLES, package / "templates", package / "languages"]
    return [folder for folder in (*folders, *own) if folder.exists()]


def _set_language(config: MkDocsConfig, site: Site, place: Place) -> None:
    config.theme.dirs.insert(0, str(THEME))
    config.theme["language"] = site.code
    # What a reader sets, such as the dark scheme, holds for the pages of every language. It also makes Material's
    # inline script the same on every page, so that a Content-Security-Policy needs only one hash for it.
    config.extra["scope"] = urlsplit(config.site_url or "/").path or "/"
    prefix = site.addresses.prefix
    if config.site_url:
        config.site_url = urljoin(config.site_url.rstrip("/") + "/", prefix)
    docs = place.docs / site.code
    if docs.is_dir():
        config.docs_dir = str(docs)


def _edit_url(config: MkDocsConfig) -> str | None:
    if not config.repo_url or not config.edit_uri:
        return None
    return urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.rstrip("/") + "/")


def _add_untranslated(files: Files, config: MkDocsConfig, docs: Path) -> None:
    """The default language's hand-written pages that nobody has translated yet."""
    for path in sorted(docs.rglob("*.md")):
        source = path.relative_to(docs).as_posix()
        if files.get_file_from_path(source) is None:
            files.append(File.generated(config, source, abs_src_path=str(path)))


def find_assets(theme_dirs: list[str], written: Mapping[str, str]) -> Assets:
    """Material's style sheets and script, whose names hold a hash, and ours, with a hash of their text.

    ``written`` has the scripts that are no files of the theme: each one's text, by its path in the folder of scripts.
    """
    folder = scripts_folder(written)
    style = f"{STYLE_SHEET}?v={_digest(style_sheet().encode())}"
    return Assets(
        styles=(_material("stylesheets/main.*.min.css", theme_dirs), style),
        scripts=(f"{folder}/{FIRST_SCRIPT}", _material("javascripts/bundle.*.min.js", theme_dirs)),
        module=f"{folder}/{MODULE}",
        favicon=f"{ICON}?v={_digest((THEME / ICON).read_bytes())}",
    )


def scripts_folder(written: Mapping[str, str]) -> str:
    """Where our scripts are published: all in one folder, so that what they import from each other always fits.

    Its name changes with any of them, so that a browser may keep each of them for ever.
    """
    files = sorted(path for path in (THEME / SCRIPTS).rglob("*") if path.is_file())
    contents = {path.relative_to(THEME / SCRIPTS).as_posix(): path.read_bytes() for path in files}
    contents |= {name: text.encode() for name, text in written.items()}
    each = (f"{name} {_digest(content)}\n" for name, content in contents.items())
    return f"{SCRIPTS}-{_digest(''.join(each).encode())}"


def _put_together(files: Files, *, folder: PurePosixPath) -> None:
    """Publish our scripts in this folder."""
    for file in files:
        if file.src_dir == str(THEME) and file.src_uri.startswith(f"{SCRIPTS}/"):
            file.dest_uri = str(folder / file.src_uri.removeprefix(f"{SCRIPTS}/"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _material(pattern: str, theme_dirs: list[str]) -> str:
    for folder in theme_dirs:
        for path in sorted((Path(folder) / "assets").glob(pattern)):
            return path.relative_to(folder).as_posix()
    raise PluginError(f"The theme has no assets/{pattern}. Is `theme: name: material` set in mkdocs.yml?")
