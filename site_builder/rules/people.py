"""PB17x: people's data, and addresses."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from ..diagnostics import Severity
from ..load import Entry
from .misfits import named, shown, texts
from .registry import Context, Finding, rule
from .timeline import date_at, has_begun

PERSONAL = ("name", "email", "phone")
# Every repetition is bounded, so that no text, however long, takes long to search.
EMAIL = r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}"
ADDRESS_IN_TEXT = re.compile(rf"(?<![\w.+'/-]){EMAIL}")
HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}\.?|(?:.{1,60}\.)?xn--[a-z0-9-]{1,59}"
)
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


@rule("PB170", "personal-data-without-consent")
def personal_data_without_consent(entry: Entry, context: Context) -> Iterator[Finding]:
    """A contact's name, e-mail or phone without that person's dated consent: it may not be published.

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
    contact = entry.get("contact")
    given = [field for field in PERSONAL if isinstance(contact, dict) and field in contact]
    if given and isinstance(contact, dict) and "consent" not in contact:
        message = f"personal data ({', '.join(given)}) without consent"
        hint = "ask the person and add 'consent: <date>'; otherwise give only 'role' and 'url'"
        yield Finding(entry.key_position("contact", given[0]), message, hint)


@rule("PB171", "consent-in-future")
def consent_in_future(entry: Entry, context: Context) -> Iterator[Finding]:
    """A consent that is dated in the future: nobody has given it yet.

    Bad:

        consent: 2088-03-01

    Good:

        consent: 2026-03-01
    """
    consent = date_at(entry, "contact", "consent")
    if consent and not has_begun(consent, context):
        position = entry.position("contact", "consent")
        yield Finding(
            position, f"the consent {consent} lies in the future", "write the day on which it was given"
        )


def _addresses(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    return ((path, text) for path, text in texts(entry) if path[-1] == "url" and text.strip())


@rule("PB172", "unsafe-address")
def unsafe_address(entry: Entry, context: Context) -> Iterator[Finding]:
    """An address that is not http or https, or that holds a user's name: readers cannot follow it safely.

    Bad:

        url: javascript:alert(1)

    Good:

        url: https://www.example.org/
    """
    for path, text in _addresses(entry):
        parts = split_address(text)
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
    for path, text in _addresses(entry):
        parts = split_address(text)
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


@rule("PB175", "email-in-text", Severity.WARNING)
def email_in_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """An e-mail address outside of the contact: it would be published without anybody's consent.

    Bad:

        note: Ask jo@example.org for the report

    Good:

        note: Ask the city's integration office for the report
    """
    hint = "put it under 'contact' with its 'consent', or leave it out"
    for path, text in texts(entry):
        if "@" in text and path[-1] not in ("email", "url") and (match := ADDRESS_IN_TEXT.search(text)):
            yield Finding(entry.position(*path), f"{named(path)} holds the e-mail address {match[0]}", hint)
    for line, text in enumerate(entry.body.split("\n")):
        if "@" in text and (match := ADDRESS_IN_TEXT.search(text)):
            position = entry.body_position(line, match.start() + 1)
            yield Finding(position, f"the text holds the e-mail address {match[0]}", hint)
