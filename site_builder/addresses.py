"""The one place that knows an address. Addresses are kept for ever.

An address is a path below the site's root without a leading slash, as ``de/topics/language/``. Pages link to each
other relatively, so that a site works at any depth of a host.
"""

from dataclasses import dataclass

KINDS = ("practices", "cities", "countries", "topics", "target-groups", "organisations", "funders")


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

    def practice(self, slug: str) -> str:
        """The page of a practice."""
        return self.item("practices", slug)


def relative(target: str, *, base: str) -> str:
    """How a page at ``base`` links to ``target``."""
    up = "../" * base.count("/")
    return f"{up}{target}" or "./"


def picture(path: str) -> str:
    """Where a picture of ``practices/images/`` is published."""
    return f"images/{path.removeprefix('images/')}"
