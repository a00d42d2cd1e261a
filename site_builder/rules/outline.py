"""What the rules that look beyond an entry ask of it: little, plain, and made once, whatever other entries say.

With the outlines of all entries those rules need no other file, and not even that of the entry itself, unless they
have something to report.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from ..load import Entry
from ..markdown import Document, Link
from ..store import digest_of
from ..translation import Path, digest_of_texts, phrases
from ..vocabulary import slugify
from .duplicates import Sketch, packed_sketch, sketch, unpacked_sketch
from .misfits import code_of, known_values, misfits, text_items


class Outline(NamedTuple):
    """An entry in outline. It holds nothing but plain values, and depends on nothing but the file's path and bytes."""

    path: str
    slug: str
    language: str | None
    """From the file's name: None for an original, a code for a translation."""
    is_readable: bool
    """Whether it has frontmatter that could be read, right or wrong."""
    misfits: tuple[str, ...]
    """The codes of the rules that report what does not fit the schema."""
    kind: Any
    written_in: str | None
    """The language that its frontmatter gives."""
    digest: str
    """Of an original: what its translations have to give as ``original_digest``."""
    original_digest: str | None
    """Of a translation: what it was made from."""
    phrases: str
    """A digest of the places that hold text to translate. It is the same for an original and a whole translation."""
    aliases: tuple[str, ...]
    names: tuple[tuple[Path, str], ...]
    """The slugs by which its frontmatter names other entries, each with its path."""
    organisations: str
    """The organisations that it names, as ``slugify`` writes them, one a line."""
    organisation_paths: tuple[Path, ...]
    """The path of each of them."""
    links: tuple[Link, ...]
    sketch: bytes
    """What ``rules.duplicates`` says of its texts, packed as numbers; empty for a translation."""

    @property
    def facts(self) -> str:
        """A digest of all but what changes with every word, and of where in the body links stand."""
        plain = self._replace(digest="", sketch=b"", links=())
        return digest_of(repr(tuple(plain)), repr([(link.kind, link.target) for link in self.links]))

    @property
    def part_of(self) -> str | None:
        """The slug of the programme that it says it is part of."""
        return next((slug for path, slug in self.names if path == ("part_of",)), None)


def outline_of(entry: Entry, document: Document) -> Outline:
    """The entry in outline; ``document`` is its body."""
    texts = list(phrases(entry.data))
    organisations = list(_organisations(entry))
    given, written_in = entry.get("original_digest"), entry.get("language")
    return Outline(
        path=entry.path,
        slug=entry.slug,
        language=entry.language,
        is_readable=entry.is_readable,
        misfits=tuple(sorted({code_of(entry, misfit) for misfit in misfits(entry)})),
        kind=entry.get("kind"),
        written_in=written_in if isinstance(written_in, str) else None,
        digest="" if entry.is_translation else digest_of_texts(texts, entry.body),
        original_digest=given if isinstance(given, str) else None,
        phrases=hashlib.blake2b(repr([path for path, _ in texts]).encode(), digest_size=8).hexdigest(),
        aliases=tuple(alias for _, alias in text_items(entry, "aliases")),
        names=tuple(_names(entry)),
        organisations="\n".join(slug for _, slug in organisations),
        organisation_paths=tuple(path for path, _ in organisations),
        links=document.links,
        sketch=b"" if entry.is_translation else _sketched([*(text for _, text in texts), entry.body]),
    )


def _sketched(texts: list[str]) -> bytes:
    return packed_sketch(sketch(texts))


def _names(entry: Entry) -> Iterator[tuple[Path, str]]:
    places = [("part_of",), *(path for path, _ in text_items(entry, "related"))]
    for field in ("transfer", "adopted_from"):
        places += [(field, index, "entry") for index, _ in entry.items(field)]
    for path in (*places, *_in_kinds(entry)):
        if isinstance(slug := entry.get(*path), str):
            yield path, slug


def _in_kinds(entry: Entry) -> Iterator[Path]:
    """The places where an event, a guide or a collection names another entry."""
    if not {"event", "guide", "collection"} & entry.data.keys():
        return
    for path, _ in known_values(entry):
        discussed = path[:2] == ("event", "discussed") and len(path) > 2
        if discussed or (path[0] in ("guide", "collection") and path[-1] == "entry"):
            yield path


def _organisations(entry: Entry) -> Iterator[tuple[Path, str]]:
    places: list[Path] = [("organisation", "name"), ("contact", "organisation")]
    places += [("partners", index, "name") for index, _ in entry.items("partners")]
    places += [("funding", index, "source") for index, _ in entry.items("funding")]
    for path in places:
        name = entry.get(*path)
        if isinstance(name, str) and name.strip():
            yield path, slugify(name)


class Outlines(Mapping[str, Outline]):
    """The outlines of a bank's entries by path, sorted, and field by field.

    Who checks one entry among ten thousand asks for few fields of all, and for all fields of few.
    """

    def __init__(
        self,
        kept: Callable[[str], Sequence[Any]],
        rows: Mapping[str, int],
        made: Mapping[str, Outline] | None = None,
    ) -> None:
        """``kept`` are the values of a field, ``rows`` says which of them is that of a path."""
        self._kept, self._rows, self._made = kept, rows, dict(made or {})
        self.column: Callable[[str], Sequence[Any]] = cache(self._column)
        """The values of a field, in the order of the paths."""

    @classmethod
    def of(cls, outlines: Iterable[Outline]) -> "Outlines":
        """These outlines, which are sorted by path."""
        made = {outline.path: outline for outline in outlines}
        rows = list(made.values())
        return cls(lambda field: _values(rows, field), dict(zip(made, range(len(made)), strict=True)), made)

    def renewed(self, paths: Iterable[str], new: Mapping[str, Outline]) -> "Outlines":
        """The outlines of these files: new ones where there are some, and otherwise those of before."""
        after = len(self._kept("path"))
        rows = {**self._rows, **{path: after + index for index, path in enumerate(new)}}
        added = list(new.values())

        def kept(field: str) -> Sequence[Any]:
            return (*self._kept(field), *_values(added, field))

        return Outlines(cache(kept), {path: rows[path] for path in paths}, new)

    def _column(self, field: str) -> Sequence[Any]:
        return tuple(map(self._kept(field).__getitem__, self._rows.values()))

    def __getitem__(self, path: str) -> Outline:
        if path not in self._made:
            row = self._rows[path]
            self._made[path] = Outline(*(self._kept(field)[row] for field in Outline._fields))
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        return path in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _values(outlines: Sequence[Outline], field: str) -> Sequence[Any]:
    place = Outline._fields.index(field)
    return [outline[place] for outline in outlines]


def packed_sketches(outlines: Outlines) -> dict[str, bytes]:
    """The sketches of the originals, packed, by path."""
    known = zip(*map(outlines.column, ("path", "language", "sketch")), strict=True)
    return {path: own for path, language, own in known if language is None}


def sketches_of(outlines: Outlines) -> dict[str, Sketch]:
    """The sketches of the originals, by path."""
    return {path: unpacked_sketch(own) for path, own in packed_sketches(outlines).items()}
