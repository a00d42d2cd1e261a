"""The files of a new entry and of a new translation; never overwrites."""

from pathlib import Path

from ..language import Language
from ..settings import Place
from ..vocabulary import Vocabulary
from .notes import english_name
from .skeleton import Wanted, skeleton
from .slugs import Refused, check_slug, find_original, read_original
from .translate import translation


def new_entry(place: Place, wanted: Wanted, *, language: Language, vocabulary: Vocabulary) -> Path:
    """Write the skeleton of an entry and give its path; Refused where the slug is bad or taken."""
    check_slug(wanted.slug)
    if existing := find_original(place, wanted.slug):
        raise Refused(f"{existing.relative_to(place.root).as_posix()} exists already. Nothing was written.")
    text = skeleton(wanted, language=language, vocabulary=vocabulary)
    return _write(place.practices / f"{wanted.slug}.md", text, place)


def new_translation(
    place: Place, slug: str, *, language: Language, original_language: Language | None
) -> Path:
    """Write an original's text for translation and give its path; Refused where that cannot be done."""
    original = read_original(place, slug)
    if original.get("language") == language.code:
        raise Refused(f"{original.path} is written in {english_name(language.code)} already.")
    text = translation(original, language=language, original_language=original_language)
    return _write((place.root / original.path).with_name(f"{slug}.{language.code}.md"), text, place)


def _write(path: Path, text: str, place: Place) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        shown = path.relative_to(place.root).as_posix()
        raise Refused(f"{shown} exists already. Nothing was written.") from None
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink()
        raise
    return path
