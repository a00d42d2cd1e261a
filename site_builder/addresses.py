"""The one place that knows an address. Addresses are kept for ever.

An address is a path below the site's root without a leading slash, as ``de/topics/language/``. Pages link to each
other relatively, so that a site works at any depth of a host.
"""

from dataclasses import dataclass
from urllib.parse import quote

KINDS = ("practices", "cities", "countries", "topics", "target-groups", "organisations", "funders")
FACETS = {
    "topics": "topic",
    "target-groups": "target-group",
    "cities": "city",
    "countries": "country",
    "organisations": "organisation",
    "funders": "funder",
}
"""What the address of Explore calls the kinds that a reader can choose there."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language's pages."""

    language: str
    default_language: str

    @property
    def prefix(self) -> str:
        """The folder of the language: empty for the default one."""
        return "" if self.language == self.default_language else f"{self.language}/"

    def home(self) -> str:
        """The home page."""
        return self.prefix

    def page(self, name: str) -> str:
        """A single page such as ``explore`` or ``about``."""
        return f"{self.prefix}{name}/"

    def kind(self, kind: str) -> str:
        """The overview of all cities, all topics, ..."""
        return self.page(kind)

    def item(self, kind: str, key: str) -> str:
        """The page of one practice, city, country, topic, target group, organisation or funder."""
        return f"{self.prefix}{kind}/{key.lower()}/"

    def numbered(self, kind: str, key: str | None, number: int) -> str:
        """A page of a long list: the first one has the list's own address, the second ends in ``/2/``.

        The list is of one topic, one city, ...; without a key, of all programmes, all events, ...
        """
        first = self.page(kind) if key is None else self.item(kind, key)
        return first + (f"{number}/" if number > 1 else "")

    def explore(self, kind: str, key: str) -> str:
        """Explore with one topic, one city, ... chosen, as ``explore/?topic=education``."""
        return f"{self.page('explore')}?{FACETS[kind]}={quote(key)}"

    def calendar(self) -> str:
        """The calendar of all events to come."""
        return f"{self.page('events')}calendar.ics"

    def event(self, slug: str) -> str:
        """The calendar file of one event to come."""
        return f"{self.practice(slug)}event.ics"

    def practice(self, slug: str) -> str:
        """The page of a practice."""
        return self.item("practices", slug)

    def source(self, slug: str, key: str) -> str:
        """A source on the page of a practice."""
        return f"{self.practice(slug)}#source-{key}"

    def stage(self, key: str) -> str:
        """A stage of the road."""
        return f"{self.page('road')}#{key}"

    def recommendation(self, slug: str, key: str) -> str:
        """A recommendation on the page of a guide."""
        return f"{self.practice(slug)}#{key}"

    def card(self, slug: str) -> str:
        """The card of a practice, as a file that Explore reads."""
        return f"{self.practice(slug)}card.json"

    def table(self) -> str:
        """The table of all practices that Explore reads."""
        return f"{self.page('explore')}table.json"

    def rest(self) -> str:
        """What Explore reads of all practices only when it is asked for."""
        return f"{self.page('explore')}rest.json"

    def titles(self) -> str:
        """The titles of all practices, a file that the worksheet reads."""
        return f"{self.page('workshop/worksheet')}titles.json"

    def words(self) -> str:
        """The file that says which practice a result of the search in the browser is."""
        return f"{self.page('explore')}words.json"


@dataclass(frozen=True, slots=True)
class Way:
    """How the page at this address links to others: ``relative``, for the many links of one page."""

    base: str
    steps: tuple[tuple[str, str], ...]
    """The page's own folder and all above it, each with what leads there."""

    @classmethod
    def of(cls, base: str) -> "Way":
        """The way from the page at this address, which is a folder's."""
        parts = base.split("/")[:-1]
        folders = ("".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts), -1, -1))
        return cls(base, tuple((folder, "../" * up) for up, folder in enumerate(folders)))

    def __call__(self, target: str) -> str:
        """How the page links to this address, as short as can be; to a part of itself by its ``#id`` alone."""
        for folder, up in self.steps:
            if target.startswith(folder):
                return up + target[len(folder) :] or "./"
        raise AssertionError("every address is below the root")


def relative(target: str, *, base: str) -> str:
    """How a page at ``base`` links to ``target``."""
    return Way.of(base)(target)


def picture(path: str) -> str:
    """Where a picture of ``practices/images/`` is published."""
    return f"images/{path.removeprefix('images/')}"
