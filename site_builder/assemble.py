"""A bank's folder -> its validated bank, its search index and the site of each language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from .bank import Bank, build_bank
from .diagnostics import Diagnostic
from .pages import Site
from .related import Related, related
from .rules import Context
from .search import Index, open_index
from .settings import Place
from .validate import paths_with_errors, read_context, validate


@dataclass(frozen=True)
class Assembly:
    """Everything that is known of a bank before its pages are written."""

    context: Context
    diagnostics: list[Diagnostic]
    bank: Bank

    @property
    def left_out(self) -> tuple[str, ...]:
        """The files of entries that have errors, and so are not part of the bank."""
        return tuple(sorted(paths_with_errors(self.diagnostics)))

    @cached_property
    def index(self) -> Index:
        """The search index, from the cache where it is still good."""
        return open_index(self.bank, languages=self.context.languages, cache=self.context.place.cache)

    def site(self, language: str, *, edit_address: Callable[[str], str | None] = lambda path: None) -> Site:
        """The site of one language."""
        return Site(
            bank=self.bank,
            settings=self.context.settings,
            languages=self.context.languages,
            code=language,
            related=partial(self._related, language=language),
            edit_address=edit_address,
            parts=lambda edition: self.index.parts(edition),
        )

    def _related(self, slug: str, *, language: str) -> tuple[Related, ...]:
        return related(self.bank, self.index, slug, language=language)


def assemble(place: Place) -> Assembly:
    """Read and validate a bank; NotABank where the folder holds none."""
    context = read_context(place)
    diagnostics = validate(context)
    bank = build_bank(context, without=paths_with_errors(diagnostics))
    return Assembly(context=context, diagnostics=diagnostics, bank=bank)
