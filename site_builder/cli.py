"""practice-bank: validate, build, serve, search, new, schema, rules.

Every command is thin. It imports what it needs when it runs, so that ``--help`` starts at once; and it ends
with 0 (clean), 1 (findings) or 2 (wrong use, no usable bank, or a file that cannot be read or written).
"""

import json
import os
import shlex
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from . import __version__
from .diagnostics import FORMATS, Diagnostic, Severity, as_text, visible

if TYPE_CHECKING:
    from rich.console import Console

    from .bank import Bank
    from .build import Report
    from .load import Entry
    from .rules import Context, Rule
    from .search import Hit, Results
    from .settings import Place

PROGRAM = "practice-bank"
DEBUG = "PRACTICE_BANK_DEBUG"
CLEAN, FINDINGS, WRONG_USE, BUG = 0, 1, 2, 70
INTERRUPTED, CLOSED_PIPE = 130, 141  # as a shell reports the signals INT and PIPE
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
MAX_HITS = 1000
TEXT_WIDTH = 100


class Kinds(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.5 only
    """The kinds of entry, read from the model only when they are needed."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The kind with this name."""
        from .model import Kind

        names = [kind.value for kind in Kind]
        return Kind(_one_of(str(value).lower(), names, what="kind of entry", option="--kind"))


def _format_option(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="text is for people, json for programs"
        + (", github for annotations." if "github" in names else "."),
    )


class Failed(click.ClickException):
    """A command could not do its work, for a reason that is no finding in an entry."""

    exit_code = WRONG_USE


class ClosedPipe(Exception):
    """Whoever reads the output has read enough."""


class Commands(click.Group):
    """The commands. A closed pipe is left to main(), because click would end with the status of findings."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ClosedPipe from error
        return status


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": TEXT_WIDTH},
    epilog=f"'{PROGRAM} COMMAND --help' says more about one. Exit status: 0 clean, 1 findings, 2 wrong use.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The bank's folder, which holds bank.yml.  [default: the current folder]",
)
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """Practice Bank: good practice of cities, from a folder of Markdown files to a website.

    An entry is a file practices/SLUG.md. Begin one with 'new', check it with 'validate', and look at it with
    'serve'.

    \b
    Examples:
      practice-bank new language-cafe --title "A language café in the library"
      practice-bank validate
      practice-bank --root ../another-bank build
    """
    context.color = False if os.environ.get("NO_COLOR") else None
    context.obj = root


# --- validate ---------------------------------------------------------------------------------------------


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@_format_option(*FORMATS)
@click.pass_obj
def validate(root: Path, paths: tuple[Path, ...], output_format: str) -> int:
    """Check the entries and say how to mend them.

    Says of each mistake what it is and where: file, row and column. Nothing is changed. Without PATH, the
    whole bank is checked; PATH is an entry or a folder below practices/.

    Exit status: 0 when there is nothing to mend (advice alone is no reason to fail), 1 when there are errors
    or warnings, 2 when something else is in the way, such as a PATH that does not exist.

    \b
    Examples:
      practice-bank validate
      practice-bank validate practices/language-cafe.md
      practice-bank validate --format json > findings.json
    """
    place = _place(root)
    place.settings()
    chosen = [_inside_practices(path, place) for path in paths]
    context = _read_context(place)
    entries = _chosen_entries(context, chosen) if paths else context.entries
    found = _validate_with_progress(context, entries)
    _print_findings(found, output_format)
    if output_format != "json":
        click.echo(_summary(len(entries), found), err=True)
    return FINDINGS if any(item.severity is not Severity.ADVICE for item in found) else CLEAN


def _inside_practices(path: Path, place: "Place") -> Path:
    """The absolute path of an entry or a folder of entries; wrong use where it is neither."""
    shown = visible(str(path))
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow a link
    real = absolute.parent.resolve() / absolute.name  # a link stays a link: a rule reports it
    practices = place.practices.resolve()
    if not os.path.lexists(real):
        raise click.BadParameter(f"'{shown}' does not exist.", param_hint="PATH")
    if real.is_dir() and not real.is_symlink():
        real = real.resolve()
    if not real.is_relative_to(practices):
        message = f"'{shown}' is outside of {_shown(place.practices)}, where entries are."
        raise click.BadParameter(f"{message} To check the whole bank, leave PATH out.", param_hint="PATH")
    return place.practices / real.relative_to(practices)


def _chosen_entries(context: "Context", chosen: Iterable[Path]) -> "tuple[Entry, ...]":
    by_path = {context.place.root / entry.path: entry for entry in context.entries}
    found: dict[str, Entry] = {}
    for path in chosen:
        below = [entry for file, entry in by_path.items() if file.is_relative_to(path)]
        if not below and not path.is_dir():
            message = f"'{visible(_shown(path))}' is no entry. Entries are files that end in .md."
            raise click.BadParameter(message, param_hint="PATH")
        found.update((entry.path, entry) for entry in below)
    return tuple(found.values())


def _validate_with_progress(context: "Context", entries: "Sequence[Entry]") -> list[Diagnostic]:
    from .validate import validate

    if not sys.stderr.isatty():
        return validate(context, entries)
    from rich.progress import track

    console = _console()
    steps = track(entries, "Checking", console=console, transient=True)
    return sorted(found for entry in steps for found in validate(context, [entry]))


def _print_findings(diagnostics: Sequence[Diagnostic], output_format: str, *, err: bool = False) -> None:
    if output_format == "text":
        text = "".join(_coloured(item) for item in diagnostics)
    else:
        text = FORMATS[output_format](diagnostics)
    click.echo(text, nl=False, err=err)


def _coloured(item: Diagnostic) -> str:
    mark = f": {item.code} {item.severity}: "
    before, mark, after = as_text([item]).partition(mark)
    return before + click.style(mark, fg=COLOURS[item.severity], bold=True) + after


def _summary(files: int, diagnostics: Iterable[Diagnostic]) -> str:
    severities = [item.severity for item in diagnostics]
    counted = [
        _count(severities.count(Severity.ERROR), "error", "errors"),
        _count(severities.count(Severity.WARNING), "warning", "warnings"),
        _count(severities.count(Severity.ADVICE), "piece of advice", "pieces of advice"),
    ]
    named = [text for text in counted if not text.startswith("0 ")]
    return ", ".join([_count(files, "file", "files"), *(named or ["nothing to mend"])])


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# --- build and serve --------------------------------------------------------------------------------------


@cli.command()
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes.  [default: site/ in the bank's folder]",
)
@click.option("--strict", is_flag=True, help="Build nothing at all if an entry has an error or a warning.")
@click.pass_obj
def build(root: Path, *, site_dir: Path | None, strict: bool) -> int:
    """Build the website out of the entries.

    An entry with errors is left out of the site and named; the exit status is then 1.

    \b
    Examples:
      practice-bank build
      practice-bank build --strict --site-dir public
    """
    from .build import BuildFailed
    from .build import build as build_site

    place = _place(root)
    target = _site_dir(place, site_dir)
    try:
        report = build_site(place, site_dir=target, strict=strict, console=_console())
    except BuildFailed as failure:
        raise Failed(_visible_lines(str(failure))) from failure
    return _report_build(report, target, place)


def _site_dir(place: "Place", site_dir: Path | None) -> Path:
    """Where the site goes; wrong use where it would bury the bank or be read as a part of it."""
    target = (site_dir or place.root / "site").resolve()
    sources = (place.practices, place.vocabulary, place.docs)
    if place.root.is_relative_to(target) or any(target.is_relative_to(source) for source in sources):
        message = f"'{visible(_shown(target))}' holds the bank or a part of it. Choose a folder of its own."
        raise click.BadParameter(message, param_hint="'--site-dir'")
    return target


def _report_build(report: "Report", site_dir: Path, place: "Place") -> int:
    _print_findings(report.diagnostics, "text", err=True)
    if not report.built:
        click.echo("Nothing was built: mend what is named above, or build without --strict.", err=True)
        return FINDINGS
    if report.left_out:
        click.echo(f"Left out for their errors: {visible(', '.join(report.left_out))}", err=True)
    pages, folder = _count(report.pages, "page", "pages"), shlex.quote(visible(_shown(site_dir)))
    look = f"Look at them with: {_serve_command(place)}, or: python3 -m http.server --directory {folder}"
    click.echo(f"Built {pages} in {report.seconds:.1f} s. {look}")
    return FINDINGS if report.left_out else CLEAN


def _serve_command(place: "Place") -> str:
    has_make = place.root == Path.cwd() and (place.root / "Makefile").is_file()
    return "make serve" if has_make else f"{_command(place)} serve"


@cli.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. 0.0.0.0 lets other machines in.",
)
@click.pass_obj
def serve(root: Path, port: int, host: str) -> int:
    """Show the website on this machine while you write.

    Open the address that is printed in a browser. The site follows every change. Stop with Ctrl-C.

    \b
    Examples:
      practice-bank serve
      practice-bank serve --port 9000
    """
    from .serve import serve as serve_site

    serve_site(_place(root), host=host, port=port, console=_console())
    return CLEAN


# --- search -----------------------------------------------------------------------------------------------


@cli.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option(
    "--language", metavar="CODE", help="Search the pages in this language.  [default: the bank's first]"
)
@click.option("--topic", metavar="TOPIC", help="Only practices on this topic, as 'education'.")
@click.option("--country", metavar="CC", help="Only practices in this country, as 'DE'.")
@click.option(
    "--limit", type=click.IntRange(1, MAX_HITS), default=20, show_default=True, help="How many to list."
)
@_format_option("text", "json")
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
    query = " ".join(words).strip()
    if not query:
        raise click.BadParameter("Say what to look for.", param_hint="QUERY")
    context, bank = _read_bank(_place(root))
    language = _one_of(
        language or bank.languages[0], bank.languages, what="language of this bank", option="--language"
    )
    filters = _filters(bank, topic, country)
    results = _search(context, bank, query, language=language, limit=limit, **filters)
    hits = [_hit(hit, bank, language) for hit in results.hits]
    if output_format == "json":
        click.echo(_as_json(hits))
    else:
        click.echo(_hits_as_text(hits, results.total), nl=False)
    if advice := _search_advice(query, results, filters):
        click.echo(advice, err=True)
    return CLEAN if hits else FINDINGS


def _read_bank(place: "Place") -> "tuple[Context, Bank]":
    from .bank import build_bank
    from .validate import paths_with_errors

    context = _read_context(place)
    return context, build_bank(
        context, without=paths_with_errors(_validate_with_progress(context, context.entries))
    )


def _filters(bank: "Bank", topic: str | None, country: str | None) -> dict[str, str | None]:
    topics, countries = bank.vocabulary.keys("topics"), list(bank.by_country)
    return {
        "topic": topic and _one_of(topic.lower(), topics, what="topic of this bank", option="--topic"),
        "country": country
        and _one_of(country.upper(), countries, what="country in this bank", option="--country"),
    }


def _search(
    context: "Context", bank: "Bank", query: str, *, language: str, limit: int, **filters: str | None
) -> "Results":
    from .search import open_index

    languages = {language: context.languages[language]}
    index = open_index(bank, languages=languages, cache=context.place.cache)
    return index.search(query, language=language, limit=limit, **filters)


def _hit(hit: "Hit", bank: "Bank", language: str) -> dict[str, Any]:
    from .addresses import Addresses

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
    place = f"{visible(hit['city'])} · {hit['language']} · {hit['url']}"
    summary = textwrap.fill(
        visible(hit["summary"]), TEXT_WIDTH, initial_indent="   ", subsequent_indent="   "
    )
    return f"{number}. {click.style(visible(hit['title']), bold=True)}\n   {place}\n{summary}\n"


def _search_advice(query: str, results: "Results", filters: Mapping[str, str | None]) -> str:
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


# --- rules ------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("code", required=False)
@_format_option("text", "json")
def rules(code: str | None, output_format: str) -> None:
    """List the rules that entries are checked against, or explain one.

    CODE is what a finding shows, as PB014, or the rule's name.

    \b
    Examples:
      practice-bank rules
      practice-bank rules PB014
    """
    from .rules import RULES

    chosen = [_rule(code, RULES)] if code else [RULES[key] for key in sorted(RULES)]
    if output_format == "json":
        click.echo(_as_json([_rule_as_object(rule) for rule in chosen]))
    elif code:
        click.echo(_rule_as_text(chosen[0]))
    else:
        click.echo(_rules_as_text(chosen))


def _rule(code: str, known: "Mapping[str, Rule]") -> "Rule":
    by_name = {rule.name: rule for rule in known.values()} | dict(known)
    wanted = code.lower() if code.lower() in by_name else code.upper()
    if wanted in by_name:
        return by_name[wanted]
    hint = _did_you_mean(wanted, known) or _did_you_mean(code.lower(), by_name)
    message = f"There is no rule '{visible(code)}'. {hint or ''}".strip()
    raise click.BadParameter(f"{message} '{PROGRAM} rules' lists all of them.", param_hint="CODE")


def _rule_as_object(rule: "Rule") -> dict[str, str]:
    names = ("code", "severity", "name", "summary", "bad", "good")
    return {name: str(getattr(rule, name)) for name in names}


def _rule_as_text(rule: "Rule") -> str:
    severity = click.style(str(rule.severity), fg=COLOURS[rule.severity])
    lines = [f"{click.style(rule.code, bold=True)} {rule.name} ({severity})", "", _wrapped(rule.summary)]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        lines += ["", f"{title}:", "", textwrap.indent(example, "    ")]
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


def _rules_as_text(rules: Sequence["Rule"]) -> str:
    name_width = max((len(rule.name) for rule in rules), default=0)
    return "\n".join(_rule_as_line(rule, name_width) for rule in rules)


def _rule_as_line(rule: "Rule", name_width: int) -> str:
    severity_width = max(len(severity) for severity in Severity)
    severity = click.style(f"{rule.severity:<{severity_width}}", fg=COLOURS[rule.severity])
    return f"{click.style(rule.code, bold=True)}  {severity}  {rule.name:<{name_width}}  {rule.summary}"


# --- schema -----------------------------------------------------------------------------------------------


@cli.command()
@click.option("--translation", is_flag=True, help="The schema of a translation file instead of an original.")
def schema(*, translation: bool) -> None:
    """Print the JSON Schema of an entry, for editors and programs.

    An editor that knows it, such as VS Code with yaml-language-server, explains and completes the fields.

    \b
    Examples:
      practice-bank schema > entry.schema.json
      practice-bank schema --translation > translation.schema.json
    """
    from .schema import entry_schema, translation_schema

    made = translation_schema() if translation else entry_schema()
    click.echo(_as_json(made))


# --- new --------------------------------------------------------------------------------------------------


@cli.command()
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
    from .new import Refused

    place = _place(context.obj)
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
    file = visible(_shown(path))
    task = (
        "replace each text by its translation" if is_translation else "fill in what stands above 'Optional'"
    )
    return (
        f"Wrote {file}\n\nWhat to do next:\n"
        f"  1. Open the file in an editor and {task}.\n"
        f"  2. See what is missing: {_command(place)} validate {shlex.quote(file)}\n"
        f"  3. Look at the page: {_command(place)} serve"
    )


def _refuse_with_translate(context: click.Context) -> None:
    """Wrong use where an option describes a new entry: a translation takes all of that from its original."""
    for name in ("language", "kind", "title"):
        source = context.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            raise click.UsageError(f"--{name} cannot be used together with --translate.", context)


def _new_entry(place: "Place", slug: str, *, language: str | None, kind: Any, title: str | None) -> Path:
    from .language import read_language
    from .new import Wanted, new_entry
    from .vocabulary import read_vocabulary

    settings = place.settings()
    code = language or settings.default_language
    _one_of(code, settings.languages, what="language of this bank", option="--language")
    wanted = Wanted(slug=slug, kind=kind, title=title)
    vocabulary = read_vocabulary(place, settings)
    return new_entry(place, wanted, language=read_language(code, place), vocabulary=vocabulary)


def _new_translation(place: "Place", slug: str, code: str) -> Path:
    from .language import read_language
    from .new import new_translation, read_original

    settings = place.settings()
    _one_of(code, settings.languages, what="language of this bank", option="--translate")
    original = read_original(place, slug).get("language")
    known = read_language(original, place) if original in settings.languages else None
    return new_translation(place, slug, language=read_language(code, place), original_language=known)


# --- what the commands share ------------------------------------------------------------------------------


def _place(root: Path) -> "Place":
    from .settings import Place

    return Place(root.resolve())


def _read_context(place: "Place") -> "Context":
    from .validate import read_context

    if not sys.stderr.isatty():
        return read_context(place)
    with _console().status("Reading the bank"):
        return read_context(place)


def _console() -> "Console":
    """The terminal, for progress and messages; what a command finds goes to standard output."""
    from rich.console import Console

    return Console(stderr=True)


def _shown(path: Path) -> str:
    """The path as somebody in the current folder would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _command(place: "Place") -> str:
    """How to call this program again for the same bank."""
    elsewhere = place.root != Path.cwd()
    return PROGRAM + (f" --root {shlex.quote(visible(_shown(place.root)))}" if elsewhere else "")


def _as_json(value: object) -> str:
    """JSON in which characters that could act on a terminal stand as the escapes that JSON has for them."""
    return _visible_lines(json.dumps(value, ensure_ascii=False, indent=2))


def _visible_lines(text: str) -> str:
    """The text with its line breaks, and every other character that could act on a terminal written out."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _one_of(value: str, known: Sequence[str], *, what: str, option: str) -> str:
    """The value; wrong use, with the nearest and all possible ones, where it is not known."""
    if value in known:
        return value
    hint = _did_you_mean(value, known)
    message = f"'{visible(value)}' is no {what}." + (f" {hint}" if hint else "")
    raise click.BadParameter(f"{message} Possible: {', '.join(sorted(known))}.", param_hint=f"'{option}'")


def _did_you_mean(word: str, known: Iterable[str]) -> str | None:
    from .rules.registry import did_you_mean

    hint = did_you_mean(visible(word), known)
    return hint and hint[0].upper() + hint[1:]


# --- the way out ------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line. However it ends: with a message and an exit status, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_status(arguments))


def _status(arguments: Sequence[str] | None) -> int:
    try:
        status = cli.main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _failed("Stopped.", status=INTERRUPTED)
    except ClosedPipe:
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001  the last resort: a message instead of a traceback
        return _failure(error)
    return status if isinstance(status, int) else CLEAN


def _closed_pipe() -> int:
    """Somebody has read enough, as ``head`` does: end in silence, also when Python closes the stream."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED_PIPE


def _failure(error: Exception) -> int:
    from .settings import NotABank

    if isinstance(error, OSError):
        return _failed(f"Error: {_io_message(error)}", status=WRONG_USE)
    if isinstance(error, NotABank):
        return _failed(f"Error: {error}", status=WRONG_USE)
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    *_, last = traceback.extract_tb(error.__traceback__)
    where = f"{Path(last.filename).name}:{last.lineno}"
    message = (
        f"This is a fault of {PROGRAM} itself, please report it: {type(error).__name__}: {error} ({where})"
    )
    return _failed(f"{message}. {DEBUG}=1 in the environment shows more.", status=BUG)


def _io_message(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{_shown(Path(os.fsdecode(error.filename)))}: {reason}" if error.filename else reason


def _failed(message: str, *, status: int) -> int:
    with suppress(OSError):
        click.echo(_visible_lines(message), err=True)
    return status


if __name__ == "__main__":
    main()
