"""The addresses of the site, which are kept for ever."""

from urllib.parse import urljoin

import pytest

from site_builder.addresses import KINDS, Addresses, picture, relative

ENGLISH = Addresses(language="en", default_language="en")
GERMAN = Addresses(language="de", default_language="en")


@pytest.mark.parametrize(
    ("english", "german", "expected"),
    [
        (ENGLISH.home(), GERMAN.home(), ""),
        (ENGLISH.page("explore"), GERMAN.page("explore"), "explore/"),
        (ENGLISH.page("about"), GERMAN.page("about"), "about/"),
        (ENGLISH.practice("language-cafe"), GERMAN.practice("language-cafe"), "practices/language-cafe/"),
        *((ENGLISH.kind(kind), GERMAN.kind(kind), f"{kind}/") for kind in KINDS),
        *((ENGLISH.item(kind, "key"), GERMAN.item(kind, "key"), f"{kind}/key/") for kind in KINDS),
    ],
)
def test_the_default_language_is_at_the_root_and_others_in_their_folder(
    english: str, german: str, expected: str
) -> None:
    assert (english, german) == (expected, f"de/{expected}")


def test_the_kinds_are_those_that_were_promised() -> None:
    assert KINDS == (
        "practices",
        "cities",
        "countries",
        "topics",
        "target-groups",
        "organisations",
        "funders",
    )


def test_an_address_is_in_small_letters() -> None:
    assert ENGLISH.item("countries", "DE") == "countries/de/"


def test_another_language_can_be_the_default() -> None:
    addresses = [Addresses(language=code, default_language="de").home() for code in ("de", "en", "fr")]
    assert addresses == ["", "en/", "fr/"]


DEPTHS = ["", "explore/", "practices/a/", "de/", "de/explore/", "de/practices/a/"]


@pytest.mark.parametrize("base", DEPTHS)
@pytest.mark.parametrize("target", [*DEPTHS, "images/a/square.png", "de/topics/language/#list"])
@pytest.mark.parametrize("root", ["https://a.example/", "https://a.example/deep/bank/"])
def test_a_link_leads_from_every_depth_to_every_other_wherever_the_site_lies(
    root: str, target: str, base: str
) -> None:
    assert urljoin(f"{root}{base}", relative(target, base=base)) == f"{root}{target}"


@pytest.mark.parametrize(
    ("target", "base", "expected"),
    [
        ("", "", "./"),
        ("explore/", "", "explore/"),
        ("", "explore/", "../"),
        ("de/practices/a/", "practices/a/", "../../de/practices/a/"),
        ("practices/a/", "de/practices/a/", "../../../practices/a/"),
        ("practices/a/#source-b", "practices/a/", "#source-b"),
        ("practices/ab/#source-b", "practices/a/", "../ab/#source-b"),
        ("de/practices/b/", "de/practices/a/", "../b/"),
        ("de/topics/x/", "de/practices/a/", "../../topics/x/"),
        ("practices/", "practices/a/", "../"),
        ("practices/a/", "practices/", "a/"),
        ("practices/a/", "practices/a/", "./"),
    ],
)
def test_a_link_is_relative(target: str, base: str, expected: str) -> None:
    assert relative(target, base=base) == expected


@pytest.mark.parametrize("path", ["images/cafe/door.png", "cafe/door.png"])
def test_a_picture_is_published_once_for_all_languages(path: str) -> None:
    assert picture(path) == "images/cafe/door.png"
