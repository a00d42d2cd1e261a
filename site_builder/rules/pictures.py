"""PB212 to PB215 and PB218 to PB222: pictures in the body, and their files."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .. import markdown
from ..files import NotRegular, TooLarge, read_regular
from ..load import Entry
from .files import DEVICES
from .links import links_in
from .misfits import shown
from .registry import Context, Finding, did_you_mean, rule

if TYPE_CHECKING:
    from ..pictures import Fault

PICTURE = re.compile(
    r"images/(?P<slug>[a-z0-9-]+)/(?P<file>(?P<stem>[a-zA-Z0-9_-]{1,80})\.(?:png|jpe?g|webp|gif|avif))",
    re.ASCII,
)
PIXELS_OF_AN_ENTRY = 40_000_000


@rule("PB212", "external-picture")
def external_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture from another site: that site would learn of every reader, and may change or delete it.

    Bad:

        ![The market square](https://example.org/square.jpg)

    Good:

        ![The market square](images/kerpen-workshop/square.jpg)
    """
    for link, found in links_in(entry, context, "picture"):
        if _is_external(link.target):
            hint = f"put the file in practices/images/{entry.slug}/, if its licence allows that"
            yield found._replace(message=f"the picture {shown(link.target)} lies elsewhere", hint=hint)


def _is_external(target: str) -> bool:
    return bool(markdown.SCHEME.match(target)) or target.startswith("//")


@rule("PB213", "picture-without-description")
def picture_without_description(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture without words for those who do not see it.

    Bad:

        ![](images/kerpen-workshop/square.jpg)

    Good:

        ![Forty people around a wall of cards](images/kerpen-workshop/square.jpg)
    """
    for link, found in links_in(entry, context, "picture"):
        if not link.text.strip():
            yield found._replace(message="the picture has no description", hint="write ![what it shows](…)")


@rule("PB214", "picture-elsewhere")
def picture_elsewhere(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture outside of the entry's own folder, or in a format that browsers do not show or that can hold scripts.

    Bad:

        ![The square](../square.svg)

    Good:

        ![The square](images/kerpen-workshop/square.png)
    """
    for link, found in links_in(entry, context, "picture"):
        if not _is_external(link.target) and not is_own(link.target, entry):
            hint = f"images/{entry.slug}/<name>.jpg, .png, .webp, .gif or .avif; letters without accents"
            yield found._replace(
                message=f"{shown(unquote(link.target))} is no picture of this entry", hint=hint
            )


def is_own(target: str, entry: Entry) -> bool:
    """Whether a picture's path leads to the entry's own folder, to a name that every system can store."""
    match = PICTURE.fullmatch(target)
    return bool(match and match["slug"] == entry.slug and match["stem"].lower() not in DEVICES)


def _faults(entry: Entry, context: Context) -> Mapping[str, "Fault"]:
    """What is wrong with the entry's pictures by their paths. Each is read once, whichever rule asks first."""
    known = context.once(_faults_by_entry)
    if entry.path not in known:
        targets = [
            link.target for link, _ in links_in(entry, context, "picture") if is_own(link.target, entry)
        ]
        known[entry.path] = dict(_faults_of(dict.fromkeys(targets), context.place.practices))
    return known[entry.path]


def _faults_by_entry(_: Context) -> dict[str, Mapping[str, "Fault"]]:
    return {}


def _faults_of(targets: Mapping[str, None], practices: Path) -> Iterator[tuple[str, "Fault"]]:
    from ..pictures import Unpublishable, check, pixels_of, read  # most entries have no pictures

    pixels = 0
    for target in targets:
        try:
            raw, suffix = read(practices / target, below=practices), Path(target).suffix
            pixels += pixels_of(raw, suffix=suffix)
            if pixels > PIXELS_OF_AN_ENTRY:
                yield target, _too_many()
            else:
                check(raw, suffix=suffix)
        except Unpublishable as error:
            yield target, error.fault


def state_of(slug: str, practices: Path) -> str:
    """Changes with all that rules look at which are ``on_disk``: the entry's pictures, and what stands beside them."""
    found = hashlib.blake2b(digest_size=16)
    folders = [practices / "images", practices / "images" / slug]
    for path in (*folders, *sorted(folders[1].glob("*"))):
        found.update(repr((path.name, _content(path))).encode())
    return found.hexdigest()


def _content(path: Path) -> str:
    from ..pictures import MAX_BYTES

    try:
        return hashlib.blake2b(read_regular(path, limit=MAX_BYTES)).hexdigest()
    except (NotRegular, TooLarge, OSError) as error:
        return f"{type(error).__name__} {error}"


def _too_many() -> "Fault":
    from ..pictures import Fault

    return Fault(
        "size",
        f"this entry's pictures have more than {PIXELS_OF_AN_ENTRY // 1_000_000} million pixels up to here",
        "1600 pixels are enough; fewer pictures are, too",
    )


def _faulty(entry: Entry, context: Context, kind: str) -> Iterator[tuple[markdown.Link, Finding]]:
    """The pictures with a fault of this kind, and what to say of each."""
    for link, found in links_in(entry, context, "picture"):
        fault = _faults(entry, context).get(link.target)
        if fault and fault.kind == kind:
            yield link, found._replace(message=f"practices/{link.target}: {fault.message}", hint=fault.hint)


@rule("PB215", "missing-picture", on_disk=True)
def missing_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture whose file is not there.

    Bad:

        ![The square](images/kerpen-workshop/sqaure.png)

    Good:

        ![The square](images/kerpen-workshop/square.png)
    """
    for link, found in _faulty(entry, context, "missing"):
        folder = (context.place.practices / link.target).parent
        there = [path.name for path in folder.glob("*")] if folder.is_dir() else []
        name = link.target.rsplit("/", 1)[-1]
        put = found.hint or f"put the file in practices/images/{entry.slug}/"
        yield found._replace(hint=put if name in there else did_you_mean(name, there, otherwise=put))


@rule("PB218", "picture-type", on_disk=True)
def picture_type(entry: Entry, context: Context) -> Iterator[Finding]:
    """A file that does not hold the kind of picture that its name says: browsers may show nothing, or something else.

    Bad:

        square.png          (a page of HTML)

    Good:

        square.png          (a PNG)
    """
    return (found for _, found in _faulty(entry, context, "type"))


@rule("PB219", "picture-size", on_disk=True)
def picture_size(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture of more than 2 MB or 13 million pixels, or many large ones: phones take long to load and show them.

    Bad:

        square.jpg          (8000 × 6000 pixels)

    Good:

        square.jpg          (1600 × 1200 pixels)
    """
    return (found for _, found in _faulty(entry, context, "size"))


@rule("PB220", "broken-picture", on_disk=True)
def broken_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture whose file is damaged or cut off.

    Bad:

        square.jpg          (the upload was interrupted)

    Good:

        square.jpg          (whole)
    """
    return (found for _, found in _faulty(entry, context, "broken"))


@rule("PB221", "moving-picture", on_disk=True)
def moving_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture that moves: nobody can stop it, and it keeps many people from reading.

    Bad:

        dance.gif          (forty frames)

    Good:

        dance.png          (one frame, with a link to the film)
    """
    return (found for _, found in _faulty(entry, context, "moving"))


@rule("PB222", "picture-names-differ-in-case", on_disk=True)
def picture_names_differ_in_case(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two pictures whose names differ only in capital letters: Windows and macOS keep only one of them.

    Bad:

        images/kerpen-workshop/Square.png
        images/kerpen-workshop/square.png

    Good:

        images/kerpen-workshop/square.png
    """
    for link, found in links_in(entry, context, "picture"):
        folder = context.place.practices / "images" / entry.slug
        name = link.target.rsplit("/", 1)[-1]
        there = sorted(path.name for path in folder.glob("*")) if is_own(link.target, entry) else []
        other = next((one for one in there if one != name and one.casefold() == name.casefold()), None)
        if other and name in there:
            message = f"the name of practices/{link.target} differs only in case from {other}"
            yield found._replace(message=message, hint="rename or delete one of the two")
