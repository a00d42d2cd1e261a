"""The command ``new``."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..diagnostics import visible
from .choices import one_of
from .reading import place_of
from .terminal import command_for, shown

if TYPE_CHECKING:
    from ..settings import Place


class Kinds(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.5 only
    """The kinds of entry, read from the model only when they are needed."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The kind with this name."""
        from ..model import Kind

        names = [kind.value for kind in Kind]
        return Kind(one_of(str(value).lower(), names, what="kind of entry", option="--kind"))


@click.command()
@click.argument("slug")
@click.option(
    "--language", metavar="CODE", help="The language you will write in.  [default: the bank's first]"
)
@click.option(
    "--kind",
    type=Kinds(),
    default="practice",
    show_default=True,
    metavar="KIND",
    help="practice, programme, event, guide or collection.",
)
@click.option("--title", help="The title, if you know it already.")
@click.option(
    "--translate", metavar="CODE", help="Begin a translation of the entry SLUG into this language instead."
)
@click.pass_context
def new(
    context: click.Context,
    slug: str,
    language: str | None,
    kind: Any,
    title: str | None,
    translate: str | None,
) -> None:
    """Begin an entry, or the translation of one.

    Writes practices/SLUG.md with every field explained; a file that exists is never overwritten. SLUG becomes
    the end of the page's address, so it is short, in lower case, and has hyphens between its words.

    \b
    Examples:
      practice-bank new language-cafe --title "A language café in the library"
      practice-bank new sprachcafe --language de
      practice-bank new language-cafe --translate de
    """
    from ..new import Refused

    place = place_of(context.obj)
    try:
        if translate is None:
            path = _new_entry(place, slug, language=language, kind=kind, title=title)
        else:
            _refuse_with_translate(context)
            path = _new_translation(place, slug, translate)
    except Refused as refusal:
        raise click.UsageError(visible(str(refusal)), context) from refusal
    click.echo(_next_steps(path, place, is_translation=translate is not None))


def _next_steps(path: Path, place: "Place", *, is_translation: bool) -> str:
    file = visible(shown(path))
    task = (
        "replace each text by its translation" if is_translation else "fill in what stands above 'Optional'"
    )
    return (
        f"Wrote {file}\n\nWhat to do next:\n"
        f"  1. Open the file in an editor and {task}.\n"
        f"  2. See what is missing: {command_for(place)} validate {shlex.quote(file)}\n"
        f"  3. Look at the page: {command_for(place)} serve"
    )


def _refuse_with_translate(context: click.Context) -> None:
    """Wrong use where an option describes a new entry: a translation takes all of that from its original."""
    for name in ("language", "kind", "title"):
        source = context.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            raise click.UsageError(f"--{name} cannot be used together with --translate.", context)


def _new_entry(place: "Place", slug: str, *, language: str | None, kind: Any, title: str | None) -> Path:
    from ..language import read_language
    from ..new import Wanted, new_entry
    from ..vocabulary import read_vocabulary

    settings = place.settings()
    code = language or settings.default_language
    one_of(code, settings.languages, what="language of this bank", option="--language")
    wanted = Wanted(slug=slug, kind=kind, title=title)
    written_in = read_language(code, place)
    return new_entry(place, wanted, language=written_in, vocabulary=read_vocabulary(place, settings))


def _new_translation(place: "Place", slug: str, code: str) -> Path:
    from ..language import read_language
    from ..new import new_translation, read_original

    settings = place.settings()
    one_of(code, settings.languages, what="language of this bank", option="--translate")
    original = read_original(place, slug).get("language")
    known = read_language(original, place) if original in settings.languages else None
    return new_translation(place, slug, language=read_language(code, place), original_language=known)
