"""The slug of a new entry, and the entry that has one already."""

import re
from pathlib import Path

from ..load import Entry, load
from ..model import SLUG_LENGTH, SLUG_PATTERN
from ..rules.registry import did_you_mean
from ..settings import Place
from ..vocabulary import slugify

SLUG = re.compile(SLUG_PATTERN.removeprefix("^").removesuffix("$"), re.ASCII)
# Names that Windows keeps for devices, whatever the ending.
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


class Refused(Exception):
    """A scaffold cannot be written as asked. The message says why, and what to do instead."""


def check_slug(slug: str) -> None:
    """Refused, with a better one, where the slug could not be the name of an entry's file."""
    if not re.fullmatch(SLUG, slug) or len(slug) > SLUG_LENGTH:
        raise Refused(
            f"'{slug}' cannot be a slug, which names the file and the page: lower-case letters a to z, digits and "
            f"single hyphens, at most {SLUG_LENGTH} characters. How about: {suggested_slug(slug)}"
        )
    if RESERVED.fullmatch(slug):
        raise Refused(f"'{slug}' cannot be a slug: Windows keeps the name for itself. How about: {slug}-1")


def suggested_slug(name: str) -> str:
    """The nearest good slug to a name, a title or a path."""
    slug = slugify(re.split(r"[/\\]", name.strip().removesuffix(".md"))[-1])
    if len(slug) <= SLUG_LENGTH:
        return slug
    return slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]


def find_original(place: Place, slug: str) -> Path | None:
    """The file of the original with this slug."""
    return next(iter(sorted(place.practices.rglob(f"{slug}.md"))), None)


def read_original(place: Place, slug: str) -> Entry:
    """The original with this slug; Refused, with the nearest one, where there is none that can be read."""
    check_slug(slug)
    file = find_original(place, slug)
    if file is None:
        known = [path.stem for path in place.practices.rglob("*.md") if "." not in path.stem]
        near = did_you_mean(slug, known)
        advice = f": {near}" if near else ". Write the original first."
        raise Refused(f"There is no entry '{slug}' to translate{advice}")
    entry = load(file, root=place.root)
    if entry.problems or entry.schema_errors:
        raise Refused(f"{entry.path} has errors. Mend them first: practice-bank validate {entry.path}")
    return entry
