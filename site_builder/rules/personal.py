"""Where a text holds an e-mail address or a phone number, also one that is written so that no program should see it.

No rules stand here. A finding keeps an entry out of the bank, so the patterns would rather miss a number than take
a figure, a date, a postal code or the number of a document for one.
"""

import re
import unicodedata
from collections.abc import Iterator

# Every repetition is bounded, so that no text, however long, takes long to search. The longest patterns are only
# compiled when a text needs them, which takes longer than most checks of one file.
EMAIL = r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}"
AT, DOT = r"(?:@|\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?)", r"(?:\.|\s?[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s?)"
HINT_OF_EMAIL = re.compile(r"[\[({]\s?(?:at|ät)\s?[\])}]", re.IGNORECASE)
EMAIL_IN_TEXT = (
    rf"(?<![\w.+'/@-])[\w.+'-]{{1,64}}{AT}(?:[\w-]{{1,63}}{DOT}){{1,8}}(?:[^\W\d_]{{2,24}}|xn--[\w-]{{1,59}})"
)

GAP = r"[ ./-]{0,3}"
GROUPS = rf"(?:{GAP}\(?\d{{1,8}}\)?){{2,7}}"
LEAD_IN = r"(?:tel|telefon|telephone|phone|fon|fax|mobile?|mobil|handy|whatsapp|☎|☏|📞)"
PHONE_IN_TEXT = "|".join(
    (
        # +49 2237 58-123, 0049 (0)2237 58123, tel:+4922375812
        rf"(?<![\w+.,/=-])\+[1-9]\d{{0,2}}{GROUPS}(?!\d)",
        r"(?<![\w+.,/=-])\+[1-9]\d{7,14}(?!\d)",
        rf"(?<![\w+.,/=-])00[1-9]\d{{1,2}}[ ./-]{GROUPS}(?!\d)",
        # Tel.: 02237 58-123, phone (416) 555 0134
        rf"\b{LEAD_IN}\b\.?\s?(?:no|nr|number|nummer)?\.?\s?:?\s?(?=[(0])\(?\d{GROUPS}(?!\d)",
        # (02237) 58-123, 02237/58123, 0221 22 12 34, 01 23 45 67 89; no ISSN, no postal code, no 0123/2019
        r"(?<![\w+.,/=-])(?<!ISSN )(?<!ISSN: )\(0[1-9]\d{1,4}\)[ /-]?\d{2,8}(?:[ -]\d{1,6}){0,3}(?![\d/-])",
        r"(?<![\w+.,/=-])(?<!ISSN )(?<!ISSN: )0[1-9]\d{1,4} ?[ /-] ?"
        r"(?!(?:19|20)\d\d\b)\d{3,8}(?:[ -]\d{1,6}){0,3}(?![\d/-])",
        r"(?<![\w+.,/=-])0[1-9](?:[ .-]\d\d){4}(?![\d.-])",
        # (416) 555-0134, 416-555-0134, 416.555.0134
        r"(?<![\w+.,/=-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])[2-9]\d\d[.-]\d{4}(?![\w./-])",
    )
)
THOUSANDS = re.compile(r"\+?\d{1,3}(?:[ .]\d{3})+")
FREE_OF_CHARGE = re.compile(
    r"(?:\+|00)800|(?:\+49 ?|0049 ?|\+44 ?|0)\(?0?\)? ?80[08]|\+?1?[ .-]?\(?8(?:00|88|77|66)\b"
)
EIGHT_DIGITS = re.compile(r"(?:\d[ ()./-]{0,3}){7}\d")
INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff]")
FEWEST_DIGITS, MOST_DIGITS, DIGITS_OF_A_FIGURE = 8, 15, 9
ASCII = bytes(range(128))
DIGITS_ALIKE = bytes(ord("0") if chr(byte) in "0123456789" else byte for byte in range(256))
WITHIN_NUMBERS = b" ()./-"


def plain(text: str) -> str:
    """The text as a reader sees it: compatible characters made one, invisible ones left out."""
    return text if text.isascii() else unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def may_hold_email(text: str) -> bool:
    """Whether there can be an e-mail address in a text; quick, and never wrong with a no."""
    return "@" in text or any(HINT_OF_EMAIL.match(text, place) for place in _opening_brackets(text))


def _opening_brackets(text: str) -> Iterator[int]:
    """Where they are: most texts have a few, which are found in a tenth of the time that a pattern takes."""
    for bracket in "([{":
        place = text.find(bracket)
        while place >= 0:
            yield place
            place = text.find(bracket, place + 1)


def may_hold_phone(text: str) -> bool:
    """Whether there can be a phone number in a text; quick, and never wrong with a no."""
    raw = text.encode("utf-8", "surrogatepass")
    if b"0" * FEWEST_DIGITS in raw.translate(DIGITS_ALIKE, WITHIN_NUMBERS):
        return True
    unusual = "" if text.isascii() else raw.translate(None, ASCII).decode("utf-8", "surrogatepass")
    return any(map(str.isdecimal, set(unusual)))


def emails(text: str) -> Iterator[str]:
    """Every e-mail address in a text."""
    if may_hold_email(text):
        yield from (match[0] for match in re.finditer(EMAIL_IN_TEXT, text, re.IGNORECASE))


def phones(text: str) -> Iterator[str]:
    """Every phone number in a text, but for those that may be called free of charge: they are no person's."""
    if may_hold_phone(text) and EIGHT_DIGITS.search(text):
        found = (match[0].strip() for match in re.finditer(PHONE_IN_TEXT, text, re.IGNORECASE))
        yield from (number for number in found if _is_phone(number))


def _is_phone(found: str) -> bool:
    number = re.sub(r"^[^\d+(]+", "", found)
    digits = sum(character.isdigit() for character in number)
    is_figure = digits <= DIGITS_OF_A_FIGURE and THOUSANDS.fullmatch(number)
    fits = FEWEST_DIGITS <= digits <= MOST_DIGITS
    return fits and not is_figure and not FREE_OF_CHARGE.match(number)
