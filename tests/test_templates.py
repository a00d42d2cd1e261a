"""No template prints a value that was not escaped, and no address that was not checked: read off the templates."""

import ast
import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from typing import Any

import jinja2
import pytest
from icalendar import Calendar
from jinja2 import nodes
from pydantic import BaseModel

from site_builder import markdown
from site_builder.assemble import Assembly
from site_builder.bank import keep_nothing
from site_builder.model import Practice
from site_builder.pages import Site, calendar_files, explore_files, generate
from site_builder.pages.frame import PARTS, Assets, frame
from site_builder.pages.site import safe_url
from site_builder.pages.templates import TEMPLATES
from tests.pages_bank import telling

PACKAGE = Path(markdown.__file__).parent
THEME, SCRIPTS = PACKAGE / "theme", PACKAGE / "theme" / "assets" / "javascripts"
TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))
MODULES = sorted(PACKAGE.rglob("*.py"))

UNQUOTED = re.compile(r"(?<!url)=\s*zq[0-9]+qz")

# --- what a template prints, and where ----------------------------------------------------------------------

URL_ATTRIBUTES = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "ping",
    "background",
}
ACTIVE_ATTRIBUTES = re.compile(r"on.*|style|srcdoc")
UNESCAPED_BY = {"safe", "xmlattr", "urlize"}
LINKS_WITHIN = {"to", "absolute"}
"""The functions that make an address within the site of one that addresses.py made."""
FIXED_START = re.compile(r"#|https://www\.geonames\.org/")
TOKEN = re.compile(r"zq([0-9]+)qz")


def parsed(source: str) -> nodes.Template:
    """A template's syntax tree; nothing is ever written with it."""
    return jinja2.Environment(autoescape=True).parse(source)


class Printed(HTMLParser):
    """A template's own HTML, in which ``zq7qz`` stands for its seventh expression, and where it prints which."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tree = parsed(source)
        self.expressions: list[nodes.Expr] = []
        self.html = "".join(self._pieces(self.tree))
        self.inside: list[str] = []
        self.wrong: list[str] = []
        self.addresses: list[tuple[str, nodes.Expr]] = []
        """What stands before an address in its attribute, and the address."""
        self.feed(self.html)
        self.close()

    def _pieces(self, node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                yield part.data if isinstance(part, nodes.TemplateData) else self._token(part)
        else:
            for child in node.iter_child_nodes():
                yield from self._pieces(child)

    def _token(self, expression: nodes.Expr) -> str:
        self.expressions.append(expression)
        return f"zq{len(self.expressions) - 1}qz"

    def _expression(self, match: re.Match[str]) -> nodes.Expr:
        return self.expressions[int(match[1])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        name = TOKEN.search(tag)
        if name and not (tag.startswith("h") and described(self._expression(name)) == "level"):
            self.wrong.append(f"a value makes the tag {tag}")
        for attribute, value in attrs:
            self._look_at(attribute, value or "")

    def _look_at(self, attribute: str, value: str) -> None:
        found = list(TOKEN.finditer(value))
        if TOKEN.search(attribute) or (found and ACTIVE_ATTRIBUTES.fullmatch(attribute)):
            self.wrong.append(f"a value in the attribute {attribute}")
        if attribute in URL_ATTRIBUTES or "url=" in value:
            start = value.removeprefix("0; url=")
            self.addresses += [(start[: start.index(match[0])], self._expression(match)) for match in found]

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if TOKEN.search(data) and {"script", "style"} & set(self.inside[-1:]):
            self.wrong.append(f"a value in <{self.inside[-1]}>")

    def handle_comment(self, data: str) -> None:
        if TOKEN.search(data):
            self.wrong.append("a value in a comment")


def described(expression: nodes.Node) -> str:
    """An expression as a template writes it, as far as it consists of names, attributes, calls and filters."""
    if isinstance(expression, nodes.Name):
        return expression.name
    if isinstance(expression, nodes.Getattr):
        return f"{described(expression.node)}.{expression.attr}"
    if isinstance(expression, nodes.Call):
        return f"{described(expression.node)}()"
    if isinstance(expression, nodes.Filter) and expression.node:
        return f"{described(expression.node)}|{expression.name}"
    if isinstance(expression, nodes.Or):
        return f"{described(expression.left)} or {described(expression.right)}"
    return type(expression).__name__


def is_checked(before: str, address: nodes.Expr, file: Path) -> bool:
    """Whether nothing but a safe address can come of it."""
    if isinstance(address, nodes.Filter):
        return address.name == "safe_url"
    if isinstance(address, nodes.Call) and isinstance(address.node, nodes.Name):
        return address.node.name in LINKS_WITHIN
    of_our_own = file.name == "redirect.html" and described(address) == "target"
    return of_our_own or bool(FIXED_START.match(before))


def named(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@pytest.fixture(params=TEMPLATE_FILES, ids=named)
def file(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


def test_a_template_prints_values_only_where_escaping_protects(file: Path) -> None:
    printed = Printed(file.read_text("utf-8"))
    assert printed.wrong == []
    assert UNQUOTED.findall(printed.html) == [], "a value in an attribute without quotes"


def test_a_template_prints_addresses_only_checked(file: Path) -> None:
    addresses = Printed(file.read_text("utf-8")).addresses
    assert [described(item) for before, item in addresses if not is_checked(before, item, file)] == []


def test_no_template_turns_escaping_off(file: Path) -> None:
    tree = parsed(file.read_text("utf-8"))
    assert [item.name for item in tree.find_all(nodes.Filter) if item.name in UNESCAPED_BY] == []
    unescaped = (nodes.MarkSafe, nodes.MarkSafeIfAutoescape, nodes.EvalContextModifier)
    assert list(tree.find_all(unescaped)) == []


@pytest.mark.parametrize(
    "source",
    [
        '<a href="{{ source.url }}">x</a>',
        "<a href='{{ source.url }}'>x</a>",
        '<a href="mailto:{{ contact.email }}">x</a>',
        '<a {% if x %}href="{{ url|e }}"{% endif %}>x</a>',
        '{% for item in list %}<img src="{{ item.picture }}">{% endfor %}',
        '{% macro m(x) %}<form action="{{ x }}">{% endmacro %}',
        '<meta http-equiv="refresh" content="0; url={{ x }}">',
        '<p onclick="{{ x }}">',
        '<p style="{{ x }}">',
        "<script>{{ x }}</script>",
        "<style>{{ x }}</style>",
        "<!-- {{ x }} -->",
        "<p {{ x }}>",
        "<{{ x }}>",
        "<p title={{ x }}>",
    ],
)
def test_what_these_tests_would_find(source: str) -> None:
    printed = Printed(source)
    unchecked = [
        item for before, item in printed.addresses if not is_checked(before, item, TEMPLATE_FILES[0])
    ]
    assert printed.wrong or unchecked or UNQUOTED.search(printed.html)


def test_escaping_is_on(assembly: Assembly) -> None:
    environment = assembly.site("en").environment
    assert environment.autoescape is True
    assert environment.undefined is jinja2.StrictUndefined
    assert environment.from_string("{{ x }}").render(x="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


# --- what Python marks as HTML ------------------------------------------------------------------------------

HTML_MADE_IN = {("pages/practice.py", "_section"), ("pages/site.py", "foreign")}
"""The two places that say of a text that it is HTML: the output of the renderer, and a span around escaped text."""
MAKERS = {"Markup", "Environment", "Template", "SandboxedEnvironment", "Templates"}


def calls(module: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of something that makes HTML or templates: the function that it stands in, its name, the call."""
    tree = ast.parse(module.read_text("utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Module):
            for node in own_nodes(function):
                name = called(node) if isinstance(node, ast.Call) else ""
                if isinstance(node, ast.Call) and name in MAKERS:
                    yield getattr(function, "name", ""), name, node


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """What a function consists of, but for the functions within it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from own_nodes(child)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_only_two_places_say_that_a_text_is_html() -> None:
    found = {
        (named(module), function)
        for module in MODULES
        for function, name, _ in calls(module)
        if name == "Markup"
    }
    assert found == HTML_MADE_IN


def test_there_is_one_set_of_templates() -> None:
    made = [named(module) for module in MODULES for _, name, _ in calls(module) if name != "Markup"]
    assert made == ["pages/templates.py"]


# --- the theme, whose templates do not escape ---------------------------------------------------------------

THEME_PRINTS = {
    "main.html": {*(f"pb.{part}" for part in (*PARTS, "kind", "text_language")), "page.content"}
    | {"pb_content or page.content"},
    "document.html": {"pb.document()"},
    "404.html": set(),
    "sitemap.xml": {"file.page.canonical_url or file.page.abs_url|e", "file.page.meta.updated"},
}
"""What the theme prints: the frame that escaping templates wrote, the page that they wrote, and a date of ours."""


@pytest.mark.parametrize("name", sorted(path.name for path in THEME.iterdir() if path.is_file()))
def test_the_theme_prints_only_what_escaping_templates_wrote(name: str) -> None:
    tree = parsed((THEME / name).read_text("utf-8"))
    expressions = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    printed = {described(part) for part in expressions if not isinstance(part, nodes.TemplateData)}
    assert printed <= THEME_PRINTS[name]


# --- the browser --------------------------------------------------------------------------------------------

SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|createContextualFragment|srcdoc|\beval\b"
    r"|new Function|setTimeout\(\s*[\"'`]|setAttribute\(\s*[\"'`](?:on|style)|javascript:"
)


@pytest.mark.parametrize("script", sorted(SCRIPTS.rglob("*.js")), ids=lambda path: str(path.name))
def test_no_script_of_ours_makes_html_of_text(script: Path) -> None:
    assert SINKS.findall(script.read_text("utf-8")) == []


# --- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/a?b=c#d",
        "http://xn--mnchen-3ya.example.org:8080/",
        "HTTPS://www.example.org/",
        "mailto:jo.o'example+x@example.org",
    ],
)
def test_a_safe_address_stays_as_it_is(address: str) -> None:
    assert safe_url(address) == address


UNSAFE = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/",
    "\\\\evil.example/",
    "/\\evil.example/",
    "tel:+49",
    "www.example.org",
    '" onmouseover="alert(1)',
    "",
]


@pytest.mark.parametrize("address", [*UNSAFE, None])
def test_of_any_other_address_no_link_is_made(address: str | None) -> None:
    assert safe_url(address) is None


# --- a practice that no rule has looked at ------------------------------------------------------------------

EVIL = "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>{{ 7*7 }}"
EVIL_BODY = "\n".join(
    [
        "## Context\n",
        EVIL,
        *(f"[x]({address}) ![x]({address}) <{address}>" for address in UNSAFE),
        f"\n[[{EVIL}]] [[other|{EVIL}]]\n\n    {EVIL}\n\n```{EVIL}\n{EVIL}\n```\n",
        f"| {EVIL} |\n| --- |\n| {EVIL} |",
    ]
)
LOOKED_UP = re.compile(
    r"slug|language|languages|city|other_cities|topics|target_groups|aliases|key|reference|part_of|related|entry"
    r"|stage|cities|discussed|licence|currency|results\.source"
)
SPOILT = {
    "every-field": 40,
    "reading-hours": 25,
    "evening-on-reading": 8,
    "guide-to-reading": 8,
    "libraries-of-the-year": 6,
}
"""An entry of each kind, and how often its page says at least what it was spoilt with."""
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ASSETS = Assets(styles=("a.css",), scripts=("a.js",), module="b.js", favicon="c.svg")


def spoilt(value: Any, name: str, urls: Iterator[str]) -> Any:
    """The value with every text in it replaced, but for keys by which something is looked up; no schema looks at it."""
    if isinstance(value, BaseModel):
        fields = {
            field: spoilt(getattr(value, field), f"{name}.{field}".strip("."), urls)
            for field in type(value).model_fields
        }
        return type(value).model_construct(**fields)
    if isinstance(value, tuple):
        return tuple(spoilt(item, name, urls) for item in value)
    if type(value) is not str or LOOKED_UP.fullmatch(name) or LOOKED_UP.fullmatch(name.split(".")[-1]):
        return value
    return next(urls) if name.endswith("url") else EVIL


@pytest.fixture(scope="module", params=["en", "de"])
def evil_site(request: pytest.FixtureRequest, assembly: Assembly) -> Site:
    bank, urls = assembly.bank, cycle(UNSAFE)

    def spoil(practice: Practice) -> Practice:
        found = spoilt(practice, "", urls)
        assert isinstance(found, Practice)
        return found

    editions = {
        key: dataclasses.replace(
            telling(edition, markdown.parse(EVIL_BODY)), practice=spoil(edition.practice)
        )
        for key, edition in bank.editions.items()
        if edition.slug in SPOILT
    }
    practices = {**bank.practices, **{slug: spoil(bank.practices[slug]) for slug in SPOILT}}
    evil_bank = dataclasses.replace(
        bank, practices=practices, editions={**bank.editions, **editions}, keep=keep_nothing
    )
    site = assembly.site(request.param, edit_address=lambda path: "javascript:alert(3)")
    return dataclasses.replace(site, bank=evil_bank, related=lambda slug: ())


class Danger(HTMLParser):
    """Whatever in a piece of HTML could act on a reader's browser, and whether its tags are balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.found += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if ACTIVE_ATTRIBUTES.fullmatch(name) or (name in URL_ATTRIBUTES and is_dangerous(value or "")):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.found.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def is_dangerous(address: str) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    return plain.startswith("//") or bool(scheme and scheme[1].lower() not in ("http", "https", "mailto"))


def test_a_practice_that_no_rule_has_looked_at_cannot_act_on_a_page(evil_site: Site) -> None:
    for page in generate(evil_site):
        assert Danger(page.html).found == [], page.address


def test_nor_can_it_act_on_the_frame_around_a_page(evil_site: Site) -> None:
    for page in generate(evil_site):
        around = frame(
            evil_site, page, assets=ASSETS, site_url="https://bank.example/", repo_url="javascript:alert(4)"
        )
        html = around.head + around.header + around.notice + around.footer
        assert Danger(html).found == [], page.address


def test_what_it_says_is_shown_as_it_stands(evil_site: Site) -> None:
    pages = {page.address: page.html for page in generate(evil_site)}
    for slug, least in SPOILT.items():
        assert "".join(Danger(pages[evil_site.addresses.practice(slug)]).text).count(EVIL) > least, slug


def test_no_file_beside_the_pages_can_act_either(evil_site: Site) -> None:
    for address, text in explore_files(evil_site):
        if address.endswith("card.json"):
            assert Danger(json.loads(text)["html"]).found == [], address
    for _, text in calendar_files(evil_site):
        Calendar.from_ical(text)


@pytest.mark.parametrize(
    "make", [lambda: Danger("<p onclick=x>"), lambda: Danger("<a href='javascript:x'>x</a>")]
)
def test_what_these_pages_are_searched_for(make: Callable[[], Danger]) -> None:
    assert make().found
