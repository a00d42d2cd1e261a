"""The MkDocs plugin: a thin adapter that puts the pages that ``pages`` generates in their place."""

import hashlib
import logging
from collections.abc import Mapping
from itertools import chain
from pathlib import Path, PurePosixPath
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

from . import pictures
from .addresses import picture
from .assemble import Assembly, assemble
from .diagnostics import as_text
from .pages import Page, Site, calendar_files, explore_files, generate, redirects, worksheet_files
from .pages.frame import Assets, frame, hand_written, not_found, not_found_html
from .settings import NotABank, Place

THEME = Path(__file__).parent / "theme"
STYLES = Path(__file__).parent / "styles"
STYLE_PARTS = (
    "colours",
    "ground",
    "frame",
    "components",
    "lists",
    "explore",
    "map",
    "compare",
    "practice",
    "story",
    "kinds",
    "handbook",
    "worksheet",
    "across",
    "search",
    "print",
)
STYLE_SHEET = "assets/stylesheets/practice-bank.css"
SCRIPTS = "assets/javascripts"
"""Where our scripts stand in the theme. They are published beside it, in a folder whose name holds a digest of them."""
FIRST_SCRIPT, MODULE = "before-material.js", "practice-bank.js"
ICON = "assets/images/practice-bank.svg"
UNDATED = "2000-01-01"
"""When the pages of a bank without entries were changed: no day says more, and each build gives the same."""
logger = get_plugin_logger("practice-bank")


class PracticeBankConfig(base.Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    language = config_options.Optional(config_options.Type(str))
    """The language to build; the bank's first one where it is left out."""
    report = config_options.Type(bool, default=True)
    """Whether to log the findings in the entries."""


class PracticeBankPlugin(BasePlugin[PracticeBankConfig]):  # type: ignore[no-untyped-call]
    """Adds a bank's pages to a MkDocs site, in one language."""

    assembly: Assembly
    site: Site
    assets: Assets
    pages: Mapping[str, Page]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the bank, and set the theme to the language that is built."""
        place = Place(Path(config.config_file_path).parent)
        try:
            self.assembly = assemble(place)
        except NotABank as error:
            raise PluginError(str(error)) from error
        self._report()
        code = self.config.language or self.assembly.context.settings.default_language
        self.site = self.assembly.site(code, edit_address=_edit_address(config))
        self.assets = find_assets(config.theme.dirs)
        _set_language(config, self.site, place)
        return config

    def _report(self) -> None:
        if self.config.report and self.assembly.diagnostics:
            logger.log(
                logging.WARNING if self.assembly.left_out else logging.INFO,
                "findings:\n%s",
                as_text(self.assembly.diagnostics).rstrip(),
            )

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Leave the style sheets and scripts to the default language's build, whose files all languages share."""
        if self.site.addresses.prefix:
            for file in [file for file in files if file.src_uri.startswith("assets/")]:
                files.remove(file)
        _put_together(files, folder=PurePosixPath(self.assets.module).parent)
        return env

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add a file for each generated page, each former address and each picture."""
        prefix = self.site.addresses.prefix
        self.pages = {_source(page.address.removeprefix(prefix)): page for page in generate(self.site)}
        for source in self.pages:
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for address, html in redirects(self.site).items():
            source = f"{address.removeprefix(prefix)}index.html"
            files.append(File.generated(config, source, content=html))
        for address, text in chain(
            explore_files(self.site), calendar_files(self.site), worksheet_files(self.site)
        ):
            files.append(File.generated(config, address.removeprefix(prefix), content=text))
        place = self.assembly.context.place
        if prefix:
            _add_untranslated(files, config, place.docs / self.assembly.context.settings.default_language)
        else:
            _add_pictures(files, config, self.assembly)
            files.append(File.generated(config, STYLE_SHEET, content=style_sheet()))
        return files

    def on_page_markdown(self, markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Give a generated page the title and the date of our page, and nothing for MkDocs to render."""
        ours = self.pages.get(page.file.src_uri)
        page.update_date = str((ours and ours.updated) or self.assembly.bank.last_change or UNDATED)
        if ours is None:
            return markdown
        page.title = ours.title
        page.meta = {"updated": page.update_date}
        return ""

    def on_page_content(self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The HTML of a generated page in the place of what MkDocs rendered."""
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            return html
        page.toc = TableOfContents([AnchorLink(ours.title, "content", 1)])
        return ours.html

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """The frame around the page: head, header and footer."""
        ours = self.pages.get(page.file.src_uri) or self._hand_written(page, config)
        return self._framed(context, ours, config)

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The frame around the page for missing addresses."""
        if template_name == "404.html":
            html = not_found_html(self.site, site_url=self._root_url(config))
            context.update(pb_content=html, page=None)  # type: ignore[call-arg]
            return self._framed(context, not_found(self.site), config)
        return context

    def _framed(self, context: TemplateContext, page: Page, config: MkDocsConfig) -> TemplateContext:
        site_url, repo_url = self._root_url(config), config.repo_url
        around = frame(self.site, page, assets=self.assets, site_url=site_url, repo_url=repo_url)
        context["pb"] = around  # type: ignore[typeddict-unknown-key]
        return context

    def _root_url(self, config: MkDocsConfig) -> str | None:
        return config.site_url.removesuffix(self.site.addresses.prefix) if config.site_url else None

    def _hand_written(self, page: MkDocsPage, config: MkDocsConfig) -> Page:
        docs, settings = self.assembly.context.place.docs, self.assembly.context.settings
        languages = tuple(code for code in settings.languages if (docs / code / page.file.src_uri).is_file())
        return hand_written(
            self.site,
            path=page.url,
            title=str(page.title or ""),
            description=str(page.meta.get("description", "")),
            languages=languages or (settings.default_language,),
        )

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when an entry, a vocabulary or one of our templates changes."""
        for folder in watched(self.assembly.context.place):
            server.watch(str(folder))
        return server


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


def _source(address: str) -> str:
    return f"{address.removesuffix('/')}.md" if address else "index.md"


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


def _edit_address(config: MkDocsConfig) -> Any:
    if not config.repo_url or not config.edit_uri:
        return lambda path: None
    start = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.rstrip("/") + "/")
    return lambda path: start + path


def _add_untranslated(files: Files, config: MkDocsConfig, docs: Path) -> None:
    """The default language's hand-written pages that nobody has translated yet."""
    for path in sorted(docs.rglob("*.md")):
        source = path.relative_to(docs).as_posix()
        if files.get_file_from_path(source) is None:
            files.append(File.generated(config, source, abs_src_path=str(path)))


def _add_pictures(files: Files, config: MkDocsConfig, assembly: Assembly) -> None:
    """The pictures that pages show, rewritten: nothing of what a contributor's file holds besides is published."""
    place = assembly.context.place
    for path in assembly.bank.pictures:
        file, suffix = place.practices / path, Path(path).suffix
        raw = pictures.read(file, below=place.practices)
        kept = pictures.kept(raw, suffix=suffix, folder=place.cache / "pictures")
        files.append(File.generated(config, picture(path), abs_src_path=str(kept)))


def find_assets(theme_dirs: list[str]) -> Assets:
    """Material's style sheets and script, whose names hold a hash, and ours, with a hash of their text."""
    folder = scripts_folder()
    style = f"{STYLE_SHEET}?v={_digest(style_sheet().encode())}"
    return Assets(
        styles=(_material("stylesheets/main.*.min.css", theme_dirs), style),
        scripts=(f"{folder}/{FIRST_SCRIPT}", _material("javascripts/bundle.*.min.js", theme_dirs)),
        module=f"{folder}/{MODULE}",
        favicon=f"{ICON}?v={_digest((THEME / ICON).read_bytes())}",
    )


def scripts_folder() -> str:
    """Where our scripts are published: all in one folder, so that what they import from each other always fits.

    Its name changes with any of them, so that a browser may keep each of them for ever.
    """
    files = sorted(path for path in (THEME / SCRIPTS).rglob("*") if path.is_file())
    each = (f"{path.relative_to(THEME).as_posix()} {_digest(path.read_bytes())}\n" for path in files)
    return f"{SCRIPTS}-{_digest(''.join(each).encode())}"


def _put_together(files: Files, *, folder: PurePosixPath) -> None:
    """Publish our scripts in this folder."""
    for file in files:
        if file.src_dir == str(THEME) and file.src_uri.startswith(f"{SCRIPTS}/"):
            file.dest_uri = str(folder / file.src_uri.removeprefix(f"{SCRIPTS}/"))


def style_sheet() -> str:
    """Our whole style sheet in one file, so that a reader asks for it once."""
    return "\n".join((STYLES / f"{name}.css").read_text("utf-8") for name in STYLE_PARTS)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _material(pattern: str, theme_dirs: list[str]) -> str:
    for folder in theme_dirs:
        for path in sorted((Path(folder) / "assets").glob(pattern)):
            return path.relative_to(folder).as_posix()
    raise PluginError(f"The theme has no assets/{pattern}. Is `theme: name: material` set in mkdocs.yml?")
