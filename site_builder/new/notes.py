"""The lines that explain a new file to whoever writes it."""

import textwrap

from babel import Locale

from ..load import StrictHandler

WIDTH = 108
NOTE = "## "


def note(text: str) -> str:
    """A comment that explains, in lines of a good length."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=NOTE,
        subsequent_indent=NOTE,
        break_long_words=False,
        break_on_hyphens=False,
    )


def exported(name: str, value: object) -> list[str]:
    """The lines of a field with its value."""
    return StrictHandler().export({name: value}).split("\n")


def english_name(code: str) -> str:
    """The English name of a language."""
    return str(Locale("en").languages.get(code, code))
