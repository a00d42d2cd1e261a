"""What a browser would make of our HTML: whether anything in it could run, call elsewhere or break out of its place."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from site_builder.markdown import is_safe_address

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
FORBIDDEN_TAGS = frozenset(
    "script iframe object embed base meta link style applet frame frameset template portal".split()
)
ADDRESSES = frozenset(
    "href src action formaction data poster background cite longdesc xlink:href ping".split()
)
FORBIDDEN_ATTRIBUTES = frozenset({"style", "srcdoc", "srcset", "ping", "http-equiv"})


class Reader(HTMLParser):
    """Notes what is harmful in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.harm.append(f"<{tag}>")
        self.harm.extend(_harm_in(tag, attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.harm.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.harm.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.harm.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.harm.append(f"<![{data}]>")


def _harm_in(tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
    names = [name for name, _ in attrs]
    yield from (f"{name} twice in <{tag}>" for name in set(names) if names.count(name) > 1)
    for name, value in attrs:
        if name.startswith("on") or name in FORBIDDEN_ATTRIBUTES:
            yield f"<{tag} {name}>"
        if name in ADDRESSES and not is_harmless_address(value or ""):
            yield f"<{tag} {name}={value}>"


def is_harmless_address(address: str) -> bool:
    """Whether a browser that follows the address runs nothing: decided here anew, not by the code under test alone."""
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    return is_safe_address(address) and not re.match(r"(javascript|data|vbscript|file|blob|//|\\)", plain)


def harm(html: str) -> list[str]:
    """What is harmful in a piece of HTML, an unclosed tag included; nothing where it is harmless."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return [*reader.harm, *(f"<{tag}> is not closed" for tag in reader.open)]
