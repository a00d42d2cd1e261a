"""The command ``search``."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..diagnostics import visible, visible_lines
from .choices import WholeNumber, format_option, one_of
from .ending import CLEAN, FINDINGS
from .reading import place_of
from .terminal import TEXT_WIDTH, as_json, console, shown

if TYPE_CHECKING:
    from ..assemble import Assembly
    from ..bank import Bank
    from ..progress import Progress
    from ..rules import Context
    from ..search import Hit, Index, Results
    from ..settings import Place
    from ..store import Store

    Filters = Mapping[str, str | None]

MAX_HITS = 1000


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option(
    "--language", metavar="CODE", help="Search the pages in this language.  [default: the bank's first]"
)
@click.option("--topic", metavar="TOPIC", help="Only practices on this topic, as 'education'.")
@click.option("--country", metavar="CC", help="Only practices in this country, as 'DE' or 'Germany'.")
@click.option(
    "--limit", type=WholeNumber(1, MAX_HITS), default=20, show_default=True, help="How many to list."
)
@format_option("text", "json")
@click.pass_obj
def search(
    root: Path,
    words: tuple[str, ...],
    language: str | None,
    topic: str | None,
    country: str | None,
    limit: int,
    output_format: str,
) -> int:
    """Find practices by words in their text, best first.

    Accents and umlauts do not matter: Muenchen, München and munchen find the same. Entries with errors are
    not searched. Exit status: 0 when something was found, 1 when nothing was.

    \b
    Examples:
      practice-bank search language course
      practice-bank search --language de --topic education Elternarbeit
      practice-bank search refugees --country DE --format json
    """
    from ..progress import Progress
    from ..store import Store

    query = " ".join(words).strip()
    if not query:
        raise click.BadParameter("Say what to look for.", param_hint="QUERY")
    wanted, place = _Wanted(query, language, topic, country, limit), place_of(root)
    with Progress(console()) as progress, Store(place.cache) as store:
        hits, results, filters = store.tried(lambda: _found(wanted, place, store, progress))
    if output_format == "json":
        click.echo(as_json(hits))
    else:
        click.echo(_hits_as_text(hits, results.total), nl=False)
    if advice := _search_advice(query, results, filters):
        click.echo(advice, err=True)
    return CLEAN if hits else FINDINGS


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for, as it was given."""

    query: str
    language: str | None
    topic: str | None
    country: str | None
    limit: int


def _found(
    wanted: _Wanted, place: "Place", store: "Store", progress: "Progress"
) -> "tuple[list[dict[str, Any]], Results, Filters]":
    """The hits, as they are listed, with what else was found out, and the filters."""
    from ..assemble import assemble

    assembly = assemble(place, store=store, told=progress.told)
    context, bank = assembly.context, assembly.bank
    code = wanted.language or bank.languages[0]
    language = one_of(code, bank.languages, what="language of this bank", option="--language")
    country = wanted.country and _country_code(wanted.country, context, bank)
    filters = _filters(bank, wanted.topic, country)
    index = _open_index(assembly, language, progress)
    results = index.search(wanted.query, language=language, limit=wanted.limit, **filters)
    return [_hit(hit, bank, language) for hit in results.hits], results, filters


def _filters(bank: "Bank", topic: str | None, country: str | None) -> "Filters":
    topics, countries = bank.vocabulary.keys("topics"), list(bank.by_country)
    return {
        "topic": topic and one_of(topic.lower(), topics, what="topic of this bank", option="--topic"),
        "country": country and one_of(country, countries, what="country in this bank", option="--country"),
    }


def _country_code(given: str, context: "Context", bank: "Bank") -> str:
    """The code of a country of this bank that is given by its code or its name; otherwise what was given."""
    languages = context.languages.values()
    names = {item.country(code).casefold(): code for item in languages for code in bank.by_country}
    return given.upper() if given.upper() in bank.by_country else names.get(given.casefold(), given)


def _open_index(assembly: "Assembly", language: str, progress: "Progress") -> "Index":
    """The index of one language's pages, kept where something can be kept."""
    from ..search import open_index

    cache = assembly.context.place.cache
    open_it = partial(
        open_index,
        assembly.bank,
        languages={language: assembly.context.languages[language]},
        parts=lambda edition: assembly.relations.ends.get(edition.path, ()),
        progress=partial(progress.told, "index"),
    )
    try:
        return open_it(cache=cache)
    except OSError as error:
        message = f"The index cannot be kept in {shown(cache)} ({error.strerror or error}): every search makes it anew,"
        click.echo(visible(f"{message} which is slower."), err=True)
        return open_it(cache=None)


def _hit(hit: "Hit", bank: "Bank", language: str) -> dict[str, Any]:
    from ..addresses import Addresses

    addresses = Addresses(language=language, default_language=bank.languages[0])
    return {
        "id": hit.id,
        "title": hit.title,
        "url": f"/{addresses.practice(hit.id)}",
        "language": hit.language,
        "score": hit.score,
        "summary": hit.summary,
        "city": hit.city,
        "kind": str(hit.kind),
    }


def _hits_as_text(hits: Sequence[Mapping[str, Any]], total: int) -> str:
    blocks = [_hit_as_text(number, hit) for number, hit in enumerate(hits, 1)]
    if len(hits) < total:
        blocks.append(f"{len(hits)} of {total}. See more with --limit {min(total, MAX_HITS)}.\n")
    return "\n".join(blocks)


def _hit_as_text(number: int, hit: Mapping[str, Any]) -> str:
    place = visible_lines(f"   {hit['city']} · {hit['language']} · {hit['url']}")
    filled = textwrap.fill(visible(hit["summary"]), TEXT_WIDTH, initial_indent="   ", subsequent_indent="   ")
    return f"{number}. {click.style(visible(hit['title']), bold=True)}\n{place}\n{visible_lines(filled)}\n"


def _search_advice(query: str, results: "Results", filters: "Filters") -> str:
    """What to say when no entry has all the words; nothing when one has."""
    lines = []
    if not results.hits:
        lines.append(f"Nothing was found for '{visible(query)}'.")
    elif not results.every_word:
        lines.append("No entry has all of these words. What was found has some of them.")
    if results.suggestion:
        lines.append(f"Did you mean: {visible(results.suggestion)}")
    if not results.hits and (given := [f"--{name}" for name, value in filters.items() if value]):
        lines.append(f"It may help to leave out {' and '.join(given)}.")
    return "\n".join(lines)
