"""The scaffold of a new entry: a skeleton to fill in, or an original's text to translate; never overwrites."""

from .files import new_entry, new_translation
from .skeleton import Wanted, skeleton
from .slugs import Refused, check_slug, read_original, suggested_slug
from .translate import translation

__all__ = [
    "Refused",
    "Wanted",
    "check_slug",
    "new_entry",
    "new_translation",
    "read_original",
    "skeleton",
    "suggested_slug",
    "translation",
]
