"""PB17x: people's data, and addresses."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from ..diagnostics import Position
from ..load import Entry
from ..translation import Path
from .misfits import named, once, shown, texts
from .personal import EMAIL, emails, may_hold_email, may_hold_phone, phones, plain
from .registry import Context, Finding, rule
from .timeline import date_at, has_begun

PERSONAL = ("name", "email", "phone")
PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{4,28}[0-9]", re.ASCII)
HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}\.?|(?:.{1,60}\.)?xn--[a-z0-9-]{1,59}"
)
DATE = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
"""What has as many digits as a phone number, and is none."""
MARKUP = re.compile(r"[*_\\`~]")
UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}]")
SCHEMES = ("http", "https")


def split_address(address: str) -> SplitResult | None:
    """The parts of an address; None where it is none."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  a port that is no number raises here
    except ValueError:
        return None
    return parts


def is_malformed(address: str) -> bool:
    """Whether a http or https address lacks a host that can exist, or holds what an address cannot."""
    parts = split_address(address)
    return (
        parts is None or bool(UNSAFE_IN_ADDRESS.search(address)) or not HOST.fullmatch(parts.hostname or "")
    )


def people(entry: Entry) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Who may be named in an entry: the contact and each speaker, with their path and the field of the name."""
    contact = entry.get("contact")
    if isinstance(contact, dict):
        yield ("contact",), "name", contact
    for index, quote in entry.items("quotes"):
        yield ("quotes", index), "speaker", quote


@rule("PB170", "personal-data-without-consent")
def personal_data_without_consent(entry: Entry, context: Context) -> Iterator[Finding]:
    """A person's name, e-mail or phone without that person's dated consent: it may not be published.

    The consent covers what consent_covers lists, or else all that is given. A name may also stand in a public role.

    Bad:

        contact:
          organisation: City of Kerpen
          name: Jo Example

    Good:

        contact:
          organisation: City of Kerpen
          name: Jo Example
          consent: 2026-03-01
    """
    for path, name, person in () if entry.is_translation else people(entry):
        given = [field for field in (name, *PERSONAL[1:]) if field in person]
        missing = [field for field in given if not _is_agreed(person, field, name)]
        if missing:
            consent = "a consent that covers it" if "consent" in person else "consent"
            message = f"personal data ({', '.join(missing)}) without {consent}"
            yield Finding(entry.key_position(*path, missing[0]), message, _how_to_ask(name))


def _is_agreed(person: Mapping[str, Any], field: str, name: str) -> bool:
    covers = person.get("consent_covers")
    by_consent = "consent" in person and (not isinstance(covers, list) or field in covers)
    return by_consent or (field == name and person.get("public_role") is True)


def _how_to_ask(name: str) -> str:
    if name == "speaker":
        return "ask the person and add 'consent: <date>'; see 'public_role'; otherwise give only 'role'"
    return "ask the person and add 'consent: <date>'; otherwise give only 'role' and 'url'"


@rule("PB171", "consent-in-future", dated=True)
def consent_in_future(entry: Entry, context: Context) -> Iterator[Finding]:
    """A consent that is dated in the future: nobody has given it yet.

    Bad:

        consent: 2088-03-01

    Good:

        consent: 2026-03-01
    """
    for path, _, _ in people(entry):
        consent = date_at(entry, *path, "consent")
        if consent and not has_begun(consent, context):
            message, hint = f"the consent {consent} lies in the future", "write the day on which it was given"
            yield Finding(entry.position(*path, "consent"), message, hint)


def _addresses(entry: Entry) -> list[tuple[Path, str, SplitResult | None]]:
    """The web addresses of the frontmatter, each with its path and its parts."""
    found = [(path, text) for path, text in texts(entry) if path[-1] == "url" and text.strip()]
    return [(path, text, split_address(text)) for path, text in found]


@rule("PB172", "unsafe-address")
def unsafe_address(entry: Entry, context: Context) -> Iterator[Finding]:
    """An address that is not http or https, or that holds a user's name: readers cannot follow it safely.

    Bad:

        url: javascript:alert(1)

    Good:

        url: https://www.example.org/
    """
    for path, text, parts in once(entry, _addresses):
        if parts and (parts.scheme not in SCHEMES or "@" in parts.netloc):
            bare = not parts.scheme and HOST.fullmatch(text.split("/")[0])
            hint = (
                f"did you mean 'https://{text}'?"
                if bare
                else "write an address as in https://www.example.org/page"
            )
            yield Finding(entry.position(*path), f"{named(path)}: {shown(text)} is no web address", hint)


@rule("PB173", "malformed-address")
def malformed_address(entry: Entry, context: Context) -> Iterator[Finding]:
    """A web address without a host, or with characters that an address cannot hold: it leads nowhere.

    Bad:

        url: https://www example org/

    Good:

        url: https://www.example.org/
    """
    for path, text, parts in once(entry, _addresses):
        web = parts is None or (parts.scheme in SCHEMES and "@" not in parts.netloc)
        if web and is_malformed(text):
            hint = "copy it from the browser's address bar"
            yield Finding(entry.position(*path), f"{named(path)}: {shown(text)} is malformed", hint)


@rule("PB174", "malformed-email")
def malformed_email(entry: Entry, context: Context) -> Iterator[Finding]:
    """An e-mail address to which no mail can be sent.

    Bad:

        email: jo.example(at)example.org

    Good:

        email: jo@example.org
    """
    email = entry.get("contact", "email")
    if isinstance(email, str) and email.strip() and not re.fullmatch(EMAIL, email):
        yield Finding(
            entry.position("contact", "email"), f"{shown(email)} is no e-mail address", "as in jo@example.org"
        )


@rule("PB175", "email-in-text")
def email_in_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """An e-mail address in a text: only under contact is it published as its owner agreed, and forgotten in time.

    Bad:

        note: Ask jo@example.org for the report

    Good:

        note: Ask the city's integration office for the report
    """
    hint = "put it under 'contact' with its 'consent', or name the office and link to its page"
    for position, place, found in _written_out(entry, context, EMAILS):
        yield Finding(position, f"{place} holds the e-mail address {shown(found)}", hint)


@rule("PB176", "phone-in-text")
def phone_in_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A phone number in a text: only under contact is it published as its owner agreed, and forgotten in time.

    Numbers that may be called free of charge are nobody's own, and may stand anywhere.

    Bad:

        note: Ask for the report, Tel. 030 1234567

    Good:

        note: Ask the city's integration office for the report
    """
    hint = "put it under 'contact' with its 'consent', or name the office and link to its page"
    for position, place, found in _written_out(entry, context, PHONES):
        yield Finding(position, f"{place} holds the phone number {shown(found)}", hint)


class Sought(NamedTuple):
    """A sort of address that is looked for in texts."""

    find: Callable[[str], Iterator[str]]
    may_hold: Callable[[str], bool]
    """Whether it is worth looking for it at all: quick, and never wrong about there being none."""
    at_home: Path
    """The place where it belongs."""
    others_home: Path


EMAILS = Sought(emails, may_hold_email, ("contact", "email"), ("contact", "phone"))
PHONES = Sought(phones, may_hold_phone, ("contact", "phone"), ("contact", "email"))


def _written_out(entry: Entry, context: Context, sought: Sought) -> Iterator[tuple[Position, str, str]]:
    """Where in the frontmatter or the body somebody's address is written out: the place, its name, the address."""
    whole = f"{context.made(entry, _all_text)}\n{plain(str(entry.get(*sought.others_home)))}"
    if not sought.may_hold(whole):
        return
    for path, text in texts(entry):
        is_free = path != sought.at_home and path[-1] != "url"
        if is_free and (found := next(sought.find(plain(text)), None)):
            yield entry.position(*path), named(path), found
    in_lines = False
    for line, text in enumerate(entry.body.split("\n")):
        for found in sought.find(plain(text)):
            in_lines = True
            yield entry.body_position(line, max(text.find(found), 0) + 1), "the text", found
    if not in_lines:
        yield from _hidden_by_markup(entry, context, sought.find)


def _all_text(entry: Entry, context: Context) -> str:
    """Everything in which an address may be written out, as a reader sees it, but for the contact's own."""
    document = context.document(entry)
    homes = (EMAILS.at_home, PHONES.at_home)
    given = [
        text
        for path, text in texts(entry)
        if path[-1] != "url" and path not in homes and not DATE.fullmatch(text)
    ]
    mailed = [unquote(link.target) for link in document.links if link.target.startswith("mailto:")]
    lines = "\n".join([*given, *mailed, document.text, entry.body]).split("\n")
    return "\n".join([line if line.isascii() else plain(line) for line in lines])


def _hidden_by_markup(
    entry: Entry, context: Context, find: Callable[[str], Iterator[str]]
) -> Iterator[tuple[Position, str, str]]:
    """What only a reader of the page would see: an address within a link, or one that markup or entities hide."""
    document = context.document(entry)
    for link in document.links:
        for found in find(unquote(link.target)) if link.target.startswith("mailto:") else ():
            yield entry.body_position(link.line, link.column), "the link", found
    if first := next(find(plain(document.text)), None):
        lines = (plain(unescape(MARKUP.sub("", text))) for text in entry.body.split("\n"))
        line = next((number for number, text in enumerate(lines) if first in text), 0)
        yield entry.body_position(line), "the text", first


@rule("PB177", "public-role-without-source")
def public_role_without_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A public_role without the role, the source that shows it, or the person: it excuses a name, and nothing else.

    Bad:

        speaker: Jo Example
        public_role: true

    Good:

        speaker: Jo Example
        role: Mayor of Kerpen
        public_role: true
        reference: report
    """
    for path, name, person in people(entry):
        missing = [field for field in (name, "role", "reference") if field not in person]
        if person.get("public_role") is True and missing:
            message = f"{named(path)}: public_role without {', '.join(missing)}"
            hint = "name the person, the role, and the key of the source that names the person in it"
            yield Finding(entry.key_position(*path, "public_role"), message, hint)


@rule("PB178", "malformed-phone")
def malformed_phone(entry: Entry, context: Context) -> Iterator[Finding]:
    """A phone number with anything else in it: nobody can dial a name, and a name needs its own consent.

    Bad:

        phone: "Jo Example, +49 2237 000"

    Good:

        phone: "+49 2237 000"
    """
    phone = entry.get("contact", "phone")
    if isinstance(phone, str) and phone.strip() and not PHONE.fullmatch(phone):
        yield Finding(
            entry.position("contact", "phone"), f"{shown(phone)} is no phone number", 'as in "+49 2237 000"'
        )
