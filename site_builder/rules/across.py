"""PB3xx: what entries say of one another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..diagnostics import Position, Severity
from ..load import Entry
from ..model import SLUG_PATTERN
from .duplicates import Duplicates, Sketch, may_be_a_duplicate, near_duplicate_of, near_duplicates
from .misfits import named, shown, text_items
from .outline import Outline, packed_sketches, sketches_of
from .registry import Context, Finding, did_you_mean, rule

PROGRAMME = "programme"
KINDS = ("event", "guide", "collection")


def _former_slugs(context: Context) -> dict[str, str]:
    """The slug of today of every former one."""
    aliases = _aliases(context)
    return {alias: slug for slug, path in context.paths_by_slug.items() for alias in aliases.get(path, ())}


def _aliases(context: Context) -> dict[str, tuple[str, ...]]:
    """The former slugs of the originals that have some, by path."""
    known = zip(*map(context.outlines.column, ("path", "aliases", "language")), strict=True)
    return {path: aliases for path, aliases, language in known if aliases and language is None}


def near_entry(slug: str, context: Context) -> str | None:
    """A hint for a slug that no entry has."""
    renamed = context.once(_former_slugs).get(slug)
    if renamed:
        return f"it is called '{renamed}' now"
    return did_you_mean(
        slug, context.paths_by_slug, otherwise="a slug is the name of an entry's file without '.md'"
    )


def _no_entry(entry: Entry, context: Context, fields: tuple[str, ...]) -> Iterator[Finding]:
    """A finding for each slug within these fields that is no entry's."""
    for path, slug in context.outline(entry).names:
        is_meant = path[0] in fields and slug not in context.paths_by_slug
        if is_meant and re.fullmatch(SLUG_PATTERN, slug):
            what = named(path) if path[0] in KINDS else path[0]
            message = f"{what}: there is no entry {shown(slug)}"
            yield Finding(entry.position(*path), message, near_entry(slug, context))


@rule("PB301", "link-to-nothing", across=True)
def link_to_nothing(entry: Entry, context: Context) -> Iterator[Finding]:
    """A wiki link to an entry that does not exist.

    Bad:

        See [[kerpen-workshp]].

    Good:

        See [[kerpen-workshop]].
    """
    for link in context.outline(entry).links:
        if link.kind == "wiki" and link.target not in context.paths_by_slug:
            position = entry.body_position(link.line, link.column)
            yield Finding(
                position, f"there is no entry {shown(link.target)}", near_entry(link.target, context)
            )


@rule("PB302", "unknown-programme", across=True)
def unknown_programme(entry: Entry, context: Context) -> Iterator[Finding]:
    """A programme in part_of that does not exist.

    Bad:

        part_of: integration-workshop

    Good:

        part_of: integration-workshops
    """
    return _no_entry(entry, context, ("part_of",))


@rule("PB303", "not-a-programme", across=True)
def not_a_programme(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry in part_of that is no programme: only programmes list their parts.

    Bad:

        part_of: kerpen-workshop          (kind: practice)

    Good:

        part_of: integration-workshops    (kind: programme)
    """
    whole = _whole(context.outline(entry), context)
    if whole and whole.slug != entry.slug and whole.is_readable and whole.kind != PROGRAMME:
        message = f"'{whole.slug}' is no programme but a {whole.kind or 'practice'}"
        yield Finding(entry.position("part_of"), message, "name it under 'related' instead")


def _whole(outline: Outline, context: Context) -> Outline | None:
    return context.original(outline.part_of) if outline.part_of else None


@rule("PB304", "part-of-itself", across=True)
def part_of_itself(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that is part of itself, directly or through others.

    Bad:

        part_of: kerpen-workshop          (in kerpen-workshop.md)

    Good:

        part_of: integration-workshops
    """
    way: list[str] = []
    whole = _whole(context.outline(entry), context)
    while whole and whole.slug not in way:
        way.append(whole.slug)
        whole = _whole(whole, context)
    if entry.slug in way and not entry.is_translation:
        through = " -> ".join([entry.slug, *way[: way.index(entry.slug) + 1]])
        yield Finding(
            entry.position("part_of"), f"the entry is part of itself: {through}", "delete one 'part_of'"
        )


@rule("PB305", "unknown-related", across=True)
def unknown_related(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry under related that does not exist.

    Bad:

        related: [darmstadt-bfi]

    Good:

        related: [darmstadt-bifi]
    """
    return _no_entry(entry, context, ("related",))


@rule("PB306", "related-to-itself")
def related_to_itself(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that names itself under related, or links to itself in its text.

    Bad:

        related: [darmstadt-bifi]          (in darmstadt-bifi.md)

    Good:

        related: [kerpen-workshop]
    """
    places = [entry.position(*path) for path, slug in text_items(entry, "related") if slug == entry.slug]
    links = [
        link for link in context.document(entry).links if link.kind == "wiki" and link.target == entry.slug
    ]
    for position in [*places, *(entry.body_position(link.line, link.column) for link in links)]:
        yield Finding(position, "the entry points to itself", "delete it, or name the entry that is meant")


@rule("PB307", "unknown-adoption", across=True)
def unknown_adoption(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry under transfer or adopted_from that does not exist.

    Bad:

        transfer:
          - adopted_by: City of Darmstadt
            entry: darmstadt-bfi

    Good:

        transfer:
          - adopted_by: City of Darmstadt
            entry: darmstadt-bifi
    """
    return _no_entry(entry, context, ("transfer", "adopted_from"))


def _alias_owners(context: Context) -> Mapping[str, list[str]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for path, aliases in _aliases(context).items():
        for alias in aliases:
            owners[alias].append(path)
    return owners


@rule("PB308", "alias-taken", across=True)
def alias_taken(entry: Entry, context: Context) -> Iterator[Finding]:
    """A former slug that is the slug of an entry, or the former slug of two: an address leads to one place.

    Bad:

        aliases: [darmstadt-bifi]          (an entry of that name exists)

    Good:

        aliases: [bifi-old]
    """
    if entry.is_translation or not context.outline(entry).aliases:
        return
    owners, originals = context.once(_alias_owners), context.paths_by_slug
    for path, alias in text_items(entry, "aliases"):
        others = [owner for owner in owners.get(alias, ()) if owner != entry.path]
        taken = [originals[alias]] if alias in originals else others
        if taken:
            message = f"the alias {shown(alias)} is taken by {taken[0]}"
            yield Finding(entry.position(*path), message, "delete it on one side")


def _by_address(context: Context) -> Mapping[tuple[str, str | None], str]:
    """The path of the first file that claims a slug, in one language."""
    slugs, languages, paths = map(context.outlines.column, ("slug", "language", "path"))
    addresses = zip(reversed(slugs), reversed(languages), strict=True)
    return dict(zip(addresses, reversed(paths), strict=True))


@rule("PB309", "slug-taken", across=True)
def slug_taken(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two files of one name in different folders: both would be published at one address.

    Bad:

        practices/2008/kerpen-workshop.md
        practices/2009/kerpen-workshop.md

    Good:

        practices/2008/kerpen-workshop.md
        practices/2009/kerpen-workshop-again.md
    """
    first = context.once(_by_address).get((entry.slug, entry.language), entry.path)
    if first != entry.path:
        yield Finding(
            Position(), f"the slug '{entry.slug}' is taken by {first}", "rename one of the two files"
        )


def _by_folded_path(context: Context) -> Mapping[str, list[str]]:
    """The paths that differ in nothing but case; nothing where each is the only one."""
    paths: dict[str, list[str]] = defaultdict(list)
    folded = list(map(str.casefold, context.outlines))
    if len(set(folded)) < len(folded):
        for one, path in zip(folded, context.outlines, strict=True):
            paths[one].append(path)
    return paths


@rule("PB310", "names-differ-in-case", across=True)
def names_differ_in_case(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two files whose names differ only in capital letters: Windows and macOS keep only one of them.

    Bad:

        practices/Kerpen.md
        practices/kerpen.md

    Good:

        practices/kerpen.md
    """
    others = context.once(_by_folded_path).get(entry.path.casefold(), [entry.path])
    kept = min(others, key=lambda path: (path != path.casefold(), path))
    if kept != entry.path:
        yield Finding(
            Position(), f"the name differs only in case from {kept}", "rename or delete one of the two"
        )


def _packed_sketches(context: Context) -> Mapping[str, bytes]:
    return packed_sketches(context.outlines)


def _sketches(context: Context) -> Mapping[str, Sketch]:
    return sketches_of(context.outlines)


def _duplicates(context: Context) -> Duplicates:
    known = context.around.duplicates if context.around else None
    return near_duplicates(context.once(_sketches)) if known is None else known


def _duplicate(entry: Entry, context: Context) -> tuple[str, float] | None:
    if context.around and context.around.is_for_few and not entry.is_translation:
        may_be = may_be_a_duplicate(entry.path, context.once(_packed_sketches))
        return near_duplicate_of(entry.path, context.once(_sketches)) if may_be else None
    return context.once(_duplicates).get(entry.path)


@rule("PB316", "near-duplicate", Severity.WARNING, across=True, on_texts=True)
def near_duplicate(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry whose text is nearly that of another one: readers find the same twice and cannot tell which to trust.

    Bad:

        practices/kerpen-workshop.md
        practices/kerpen-workshop-2.md          (the same text with another title)

    Good:

        practices/kerpen-workshop.md
    """
    if found := _duplicate(entry, context):
        path, likeness = found
        message = f"the text is nearly that of {path} ({round(likeness * 100)} % alike)"
        yield Finding(Position(), message, "merge the two, or say what sets them apart")


@rule("PB317", "unknown-entry", across=True)
def unknown_entry(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that an event, a guide or a collection names, and that does not exist.

    Bad:

        event: {format: online, discussed: [kerpen-workshp]}

    Good:

        event: {format: online, discussed: [kerpen-workshop]}
    """
    return _no_entry(entry, context, KINDS)
