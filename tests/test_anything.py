"""Whatever comes in, nothing breaks: any bytes give findings, and any accepted entry gives HTML that does no harm."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder import load
from site_builder.bank import build_bank
from site_builder.diagnostics import FORMATS, Severity
from site_builder.language import read_language
from site_builder.load import Entry, parse, write
from site_builder.markdown import parse as parse_body
from site_builder.markdown import render
from site_builder.pages import Site
from site_builder.pages.practice import practice_page
from site_builder.rules import Context
from site_builder.validate import validate
from tests.harmless import harm
from tests.rules.fixture_bank import BANK, GOOD, context_of

pytestmark = pytest.mark.slow

CONTEXT = context_of(BANK)
LANGUAGES = {code: read_language(code, CONTEXT.place) for code in CONTEXT.settings.languages}
GOOD_ENTRY = load.load(GOOD / "every-field.md", root=GOOD)

MARKUP = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<!--",
            "-->",
            "<",
            ">",
            '"',
            "'",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "[[",
            "]]",
            "|",
            "![",
            "](",
            "[a](javascript:alert(1))",
            "[a]: data:text/html,x",
            "<javascript:x>",
        ),
        *(
            "[[other]]",
            "[[other|",
            "[[programme|x]]",
            "images/example/square.png",
            "https://www.example.org/",
            "mailto:a@b.org",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "```",
            "~~~",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "## ",
            "### ",
            "---",
            "| a | b |\n| - | - |\n",
        ),
        *(
            "&lt;",
            "&#0;",
            "&quot;",
            "&colon;",
            "\\",
            "{{ 7*7 }}",
            "{% include 'x' %}",
            "{: onclick=x }",
            "--8<--",
            "style=",
            "\t",
        ),
        *("a", "Köln", "‏שלום", "👩‍👧", "می‌خواهم", "\u0301", "\u200b"),
    ]
)
TEXT = st.lists(MARKUP | st.text(max_size=4), max_size=30).map("".join)
YAML = st.sampled_from(
    [
        *(
            "title: ",
            "summary: ",
            "topics: ",
            "a",
            "- ",
            "  ",
            "\n",
            ": ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!python/name:x ",
            "| ",
            "> ",
        ),
        *(
            "'",
            '"',
            "#",
            "? ",
            "---",
            "...",
            "%YAML 1.2",
            "<<: ",
            "no",
            ".nan",
            "1e999",
            "0x1F",
            "2023-02-30",
            "~",
            "\\u202e",
            "\t",
            "@",
            "`",
        ),
    ]
)
HEADER = st.lists(YAML | st.text(max_size=4), max_size=30).map("".join)
FILE = st.binary(max_size=300) | st.builds("---\n{}\n---\n{}".format, HEADER, TEXT).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


def findings_of(entry: Entry) -> tuple[Context, bool]:
    """The context around the entry, and whether it is accepted; every format can write what is found."""
    context = dataclasses.replace(CONTEXT, entries=(*CONTEXT.entries, entry))
    found = validate(context, [entry])
    for write_findings in FORMATS.values():
        write_findings(found).encode()
    return context, not any(item.severity is Severity.ERROR for item in found)


@given(raw=FILE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_an_entry_and_nothing_but_findings(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "practices/example.md"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    _, accepted = findings_of(load.load(file, root=tmp_path))
    assert not accepted


def test_any_name_of_a_file_gives_nothing_but_findings(tmp_path: Path) -> None:
    names = [
        b"a\n::error file=x::pwned.md",
        b"\x1b[31m.md",
        b"\xff\xfe.md",
        b"a'\"<b>.md",
        b"-.md",
        "ü.md".encode(),
        b"\xe2\x80\xae.MD",
    ]
    (tmp_path / "practices").mkdir()
    for name in names:
        file = tmp_path / "practices" / Path(name.decode("utf-8", "surrogateescape"))
        file.write_bytes(b"---\ntitle: x\n---\n")
        _, accepted = findings_of(load.load(file, root=tmp_path))
        assert not accepted


@given(body=TEXT)
@settings(max_examples=150)
def test_any_body_is_rendered_without_harm(body: str) -> None:
    document = parse_body(body)
    for section in document.sections:
        html = render(
            section, wiki_target=lambda _: ("../x/", "<b>\"'"), picture_address=lambda path: f"../{path}"
        )
        assert harm(html) == []


PLACES = [path for path, value in GOOD_ENTRY.flat if isinstance(value, str)]


@given(path=st.sampled_from(PLACES), text=TEXT, body=TEXT)
def test_any_accepted_entry_is_published_without_harm(
    path: tuple[str | int, ...], text: str, body: str
) -> None:
    data = _with(GOOD_ENTRY.data, path, text)
    entry = parse(write(data, f"## How it works\n\n{body}\n"), path="practices/every-field.md")
    context, accepted = findings_of(entry)
    if accepted:
        site = _site(context)
        page = practice_page(site, "every-field")
        assert harm(page.html) == []


def _with(data: Any, path: tuple[str | int, ...], text: str) -> Any:
    """The data with another text at the path."""
    if not path:
        return text
    step, *rest = path
    if isinstance(data, dict):
        return {key: _with(value, tuple(rest), text) if key == step else value for key, value in data.items()}
    assert isinstance(data, list)
    return [_with(value, tuple(rest), text) if index == step else value for index, value in enumerate(data)]


def _site(context: Context) -> Site:
    return Site(
        bank=build_bank(context),
        settings=context.settings,
        languages=LANGUAGES,
        code="en",
        related=lambda slug: (),
    )


@pytest.mark.parametrize("kind", ["web", "wiki", "picture"])
def test_the_pieces_of_text_hold_links_of_each_kind(kind: str) -> None:
    body = "[a](https://www.example.org/) [[other]] ![a](images/example/square.png)"
    assert kind in {link.kind for link in parse_body(body).links}
