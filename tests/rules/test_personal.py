"""What is taken for somebody's e-mail address or phone number in a text, and what never is."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.rules.people import DATE
from site_builder.rules.personal import emails, may_hold_email, may_hold_phone, phones, plain

PHONES = [
    "+49 2237 58-123",
    "+49 (0)2237 58123",
    "tel:+4922375812",
    "0049 2237 58123",
    "Tel. 02237 58123",
    "Telefon: 0221/1234-56",
    "☎ 030 123456",
    "Mobil: 0171 1234567",
    "Fax +49 30 18681-0",
    "(02237) 58-123",
    "02237/58123",
    "0221 22123456",
    "020 7946 0018",
    "0161 496 0000",
    "01 23 45 67 89",
    "+33 1 23 45 67 89",
    "+34 912 345 678",
    "+45 12 34 56 78",
    "+90 342 211 12 00",
    "+81-53-457-2111",
    "+27 (0) 11 123 4567",
    "+1 416 555 0134",
    "416-555-0134",
    "(416) 555-0134",
]
NO_PHONES = [
    "126,000",
    "126 000 euros",
    "EUR 1.250.000,50",
    "12 345 678",
    "+12 000 000",
    "+126.000",
    "+500 2008",
    "+3.5 per cent 2008-2010",
    "0.12345",
    "8 000-12 000",
    "2008-11-03",
    "2008–2010",
    "2008/09",
    "2019 2020 2021 2022",
    "by phone 2008-2010",
    "mobile 2019/2020",
    "03/04/2008",
    "03.11.2008",
    "01.01.2008 - 31.12.2010",
    "from 09:00 to 17:30",
    "04109 Leipzig",
    "01067 Dresden, 2008",
    "50.8700, 6.6900",
    "ISSN 0172-1234",
    "ISBN 978-3-89204-123-4",
    "10.1007/s12134-010-0123-4",
    "Vorlage 0123/2019",
    "Drs. 17/12345",
    "Directive 2000/78/EC",
    "https://www.example.org/0221-123456.pdf",
    "https://www.example.org/?id=0221-123456",
    "116 117",
    "0800 1160160",
    "0800 123 4567",
    "1-800-555-0199",
    "+49 800 1234567",
]


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_number(text: str) -> None:
    assert len(list(phones(f"Call ({text}), please."))) == 1
    assert len(list(phones(text))) == 1


@pytest.mark.parametrize("text", NO_PHONES)
def test_no_phone_number(text: str) -> None:
    assert list(phones(f"It was {text}, they say.")) == []
    assert list(phones(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "jo@example.org",
        "jo.o'example+library@mail.example.org",
        "mailto:jo@example.org",
        "E-Mail:jo@example.org.",
        "jo (at) example (dot) org",
        "jo[at]example.org",
        "jo {ät} example {punkt} de",
        "jo@münchen.example",
        "почта@пример.рф",
        "jo\uff20example.org",
        "jo\u200b@example\u00ad.org",
    ],
)
def test_an_email_address(text: str) -> None:
    assert len(list(emails(plain(f"Write to {text} today")))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "@jo@social.example",
        "https://www.example.org/@jo/post.html",
        "https://www.example.org/12345@N00/",
        "look (at) this",
        "3 @ 5.00 EUR",
        "meet @ the town hall",
        "(at the end) of. it",
    ],
)
def test_no_email_address(text: str) -> None:
    assert list(emails(plain(f"It was {text} today"))) == []


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "+",
        "(0",
        "+1",
        "tel. nr. : ",
        "0123-",
        "01 23 45 ",
        "0 0",
        "a@",
        "a.",
        "a-",
        "[at]",
        "a (at) b.",
    ],
)
def test_a_long_text_is_searched_in_a_moment(piece: str) -> None:
    text = piece * (250_000 // len(piece))
    started = time.process_time()
    list(phones(text))
    list(emails(text))
    assert time.process_time() - started < 2


FULL_WIDTH = str.maketrans({character: chr(ord(character) + 0xFEE0) for character in "0123456789@"})
ARABIC = str.maketrans({str(digit): chr(0x0660 + digit) for digit in range(10)})


@pytest.mark.parametrize("text", PHONES)
@pytest.mark.parametrize("letters", [{}, FULL_WIDTH, ARABIC], ids=["plain", "full width", "Arabic"])
def test_a_quick_look_never_misses_a_number(text: str, letters: dict[int, int]) -> None:
    assert may_hold_phone(plain(f"Ask for it: {text}, or come by.".translate(letters)))


@pytest.mark.parametrize(
    "text", ["jo@example.org", "jo(at)example.org", "jo [ ÄT ] example.org", "jo{at}b.org"]
)
@pytest.mark.parametrize("letters", [{}, FULL_WIDTH], ids=["plain", "full width"])
def test_a_quick_look_never_misses_an_address(text: str, letters: dict[int, int]) -> None:
    assert may_hold_email(plain(f"Ask {text} for it.".translate(letters)))


@pytest.mark.parametrize("text", ["Ask the office (in the town hall) [today].", "Ask at 4, or at 5."])
def test_most_texts_are_passed_over(text: str) -> None:
    assert not may_hold_email(text)
    assert not may_hold_phone(text)


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_is_no_number(day: date) -> None:
    assert DATE.fullmatch(day.isoformat())
    assert list(phones(day.isoformat())) == []
