"""The entries of a bank as other tools are given them: a title, a summary, topics and a body, and nothing else."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.load import load

from .changes import number

WIKI_LINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")


@dataclass(frozen=True, slots=True)
class Text:
    """What one file of a bank says."""

    slug: str
    language: str
    is_original: bool
    title: str
    summary: str
    topics: tuple[str, ...]
    """Of a translation, none: they stand in the original."""
    body: str
    """Markdown. A link to another entry is the text of the link: other tools do not know our links."""


def texts(bank: Path) -> Iterator[Text]:
    """What every entry and every translation in a bank says, in the order of their files."""
    for path in sorted((bank / "practices").glob("*.md")):
        yield _text(path, root=bank)


@functools.lru_cache(maxsize=1)
def first_texts(bank: Path, *, entries: int) -> tuple[Text, ...]:
    """The same of the first entries of a bank that ``bench.bank`` has written, by their numbers."""
    paths = sorted((bank / "practices").glob("*.md"))
    return tuple(_text(path, root=bank) for path in paths if number(path) <= entries)


def _text(path: Path, *, root: Path) -> Text:
    entry = load(path, root=root)
    slug, _, language = path.stem.partition(".")
    return Text(
        slug=slug,
        language=language or str(entry.data["language"]),
        is_original=not language,
        title=str(entry.data["title"]),
        summary=str(entry.data["summary"]),
        topics=tuple(map(str, entry.data.get("topics", ()))),
        body=WIKI_LINK.sub(lambda link: link[2] or link[1], entry.body),
    )


def plain_page(text: Text) -> str:
    """A page of Markdown without frontmatter: what a reader of any of the sites searches for."""
    return f"# {text.title}\n\n{text.summary}\n{text.body}"
