"""What the options of several commands have in common: a choice, and the nearest one where it was mistyped."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from ..diagnostics import visible


def format_option(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``--format`` with these formats, the first of which is the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="text is for people, json for programs"
        + (", github for annotations." if "github" in names else "."),
    )


def one_of(value: str, known: Sequence[str], *, what: str, option: str) -> str:
    """The value; wrong use, with the nearest and all possible ones, where it is not known."""
    if value in known:
        return value
    hint = did_you_mean(value, known)
    message = f"'{visible(value)}' is no {what}." + (f" {hint}" if hint else "")
    raise click.BadParameter(
        f"{message} Possible: {visible(', '.join(sorted(known)))}.", param_hint=f"'{option}'"
    )


class WholeNumber(click.IntRange):
    """A whole number within a range, and plain words for what is none."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        try:
            int(value)
        except ValueError:
            self.fail(f"'{visible(str(value))}' is no whole number.", param, ctx)
        return super().convert(value, param, ctx)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A sentence that names the nearest of the known words; None where none is near."""
    from ..rules import registry

    hint = registry.did_you_mean(visible(word), known)
    return hint and hint[0].upper() + hint[1:]
