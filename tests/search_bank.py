"""A bank for the tests of look-ups, search and related practices: few entries, each there for a reason."""

from pathlib import Path

import yaml

from site_builder.analysis import analyse
from site_builder.bank import Bank, build_bank
from site_builder.language import Language
from site_builder.load import load, write
from site_builder.rules import Context
from site_builder.settings import Place
from site_builder.similar import Neighbours, in_language, neighbours
from site_builder.translation import digest
from site_builder.validate import paths_with_errors, read_context, validate

SETTINGS = {"name": "Search bank", "languages": ["en", "de"]}
CITIES = {
    "de-muenchen": {"names": {"en": "Munich", "de": "München"}, "country": "DE", "lat": 48.1, "lon": 11.6},
    "de-koeln": {"names": {"en": "Cologne", "de": "Köln"}, "country": "DE", "lat": 50.9, "lon": 7.0},
    "at-wien": {"names": {"en": "Vienna", "de": "Wien"}, "country": "AT", "lat": 48.2, "lon": 16.4},
}
ORGANISATIONS = {
    "city-of-munich": {
        "names": {"en": "City of Munich", "de": "Landeshauptstadt München"},
        "aliases": ["Munich City Council"],
    },
    "state-fund": {"names": {"en": "State Fund", "de": "Landesfonds"}, "aliases": ["Fund of the State"]},
}
TOPICS = {
    "language": ("language learning", "Spracherwerb"),
    "housing": ("housing", "Wohnen"),
    "health": ("health", "Gesundheit"),
}
GROUPS = {"newcomers": ("newcomers", "Zugewanderte"), "parents": ("parents", "Eltern")}

Entry = dict[str, object]


def entry(title: str, summary: str, **more: object) -> Entry:
    """The frontmatter of an entry with all that has to be there."""
    return {
        "title": title,
        "summary": summary,
        "language": "en",
        "city": "de-muenchen",
        "scope": "city",
        "organisation": {"name": "City of Munich", "type": "municipality"},
        "status": "running",
        "topics": ["language"],
        "target_groups": ["newcomers"],
        "goals": ["Reach those who have been left out"],
        "sources": [{"key": "report", "title": "Report", "read": "full"}],
        "posted": "2024-05-31",
        **more,
    }


ENTRIES: dict[str, tuple[Entry, str]] = {
    "mothers-courses": (
        entry(
            "Evening courses for mothers",
            "Mothers learn German in the school of their children while volunteers look after the toddlers.",
            target_groups=["newcomers", "parents"],
            partners=[{"name": "Volkshochschule Süd"}],
            funding=[{"source": "Fund of the State", "level": "regional", "share": 60}],
            part_of="arrival-programme",
            tips=[{"text": "Offer childcare from the first lesson.", "audience": "everyone"}],
        ),
        "Teachers run two workshops a week in the Straße am Fluss. Grammar comes after conversation, and the "
        "vocabulary of the lessons follows what the mothers meet at school, at the doctor's and at the office.",
    ),
    "fathers-courses": (
        entry(
            "Saturday courses for fathers",
            "Fathers learn German on Saturdays, in a workshop where bicycles are mended.",
            organisation={"name": "Munich City Council"},
            target_groups=["newcomers", "parents"],
            funding=[{"source": "State Fund", "level": "regional", "share": 40}],
            part_of="arrival-programme",
            related=["night-clinic"],
        ),
        "The policies of the school changed first. See [[mothers-courses]] for where the idea comes from. Grammar "
        "comes after conversation here, too, and the vocabulary of the lessons follows the tools of the repair shop.",
    ),
    "arrival-programme": (
        entry(
            "The arrival programme of three cities",
            "Three cities pay for first steps together.",
            kind="programme",
            other_cities=["de-koeln", "at-wien"],
            scope="multi-city",
            status="completed",
            topics=["language", "housing"],
        ),
        "A steering group meets every quarter and shares the costs.",
    ),
    "tenant-mentors": (
        entry(
            "Tenants as mentors",
            "Long-time tenants help new neighbours to read a lease.",
            city="at-wien",
            organisation={"name": "Wohnbau Wien"},
            topics=["housing"],
            aliases=["mentors"],
        ),
        "Mentors meet in the courtyard. Nobody is paid, and everybody gets a key to the common room.",
    ),
    "night-clinic": (
        entry(
            "Eine Sprechstunde am Abend",
            "Ärztinnen beraten am Abend Menschen ohne Versicherung, auch in der Übergangszeit.",
            language="de",
            city="de-koeln",
            organisation={"name": "Gesundheitsamt Köln"},
            topics=["health"],
            transfer=[{"adopted_by": "Die Stadt Wien", "entry": "tenant-mentors"}],
            goals=["Krankheiten früh erkennen"],
        ),
        "Die Praxis öffnet, wenn andere schließen. Häufig geht es um Rückenschmerzen und um Kurse zur Vorbeugung.",
    ),
}
TRANSLATIONS: dict[tuple[str, str], tuple[Entry, str]] = {
    ("mothers-courses", "de"): (
        {
            "title": "Abendkurse für Mütter",
            "summary": "Mütter lernen Deutsch in der Schule ihrer Kinder, Ehrenamtliche betreuen die Kleinen.",
        },
        "Zweimal in der Woche gibt es einen Kurs in der Straße am Fluss. Bücher liegen bereit.",
    ),
    ("arrival-programme", "de"): (
        {
            "title": "Das Ankommensprogramm dreier Städte",
            "summary": "Drei Städte zahlen die ersten Schritte.",
        },
        "Eine Steuerungsgruppe trifft sich jedes Quartal und teilt die Kosten.",
    ),
}
HEADINGS = {"en": "How it works", "de": "So funktioniert es"}


def put(root: Path, name: str, data: object) -> None:
    """Write one YAML file of the bank."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")


def put_entry(root: Path, slug: str, data: Entry, text: str) -> None:
    """Write an original."""
    path = root / "practices" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(data, f"\n## {HEADINGS[str(data['language'])]}\n\n{text}\n"), "utf-8")


def put_translation(root: Path, slug: str, language: str, data: Entry, text: str) -> None:
    """Write the translation of an original that is there."""
    original = load(root / "practices" / f"{slug}.md", root=root)
    head: Entry = {"language": language, "original_digest": digest(original.data, original.body)}
    path = root / "practices" / f"{slug}.{language}.md"
    path.write_text(write({**head, **data}, f"\n## {HEADINGS[language]}\n\n{text}\n"), "utf-8")


def make_bank(root: Path) -> Path:
    """Write the bank into this folder, and give the folder."""
    put(root, "bank.yml", SETTINGS)
    put(root, "vocabulary/cities.yml", CITIES)
    put(root, "vocabulary/organisations.yml", ORGANISATIONS)
    for number, language in enumerate(("en", "de")):
        for name, terms in (("topics", TOPICS), ("target_groups", GROUPS)):
            labels = {
                key: {"label": inline[number].capitalize(), "inline": inline[number]}
                for key, inline in terms.items()
            }
            put(root, f"vocabulary/{language}/{name}.yml", labels)
    for slug, (data, text) in ENTRIES.items():
        put_entry(root, slug, data, text)
    for (slug, language), (data, text) in TRANSLATIONS.items():
        put_translation(root, slug, language, data, text)
    return root


def read(root: Path) -> tuple[Bank, dict[str, Language]]:
    """The bank of this folder without its wrong entries, and its languages."""
    context: Context = read_context(Place(root))
    bank = build_bank(context, without=paths_with_errors(validate(context)))
    return bank, dict(context.languages)


def near(bank: Bank) -> dict[str, Neighbours]:
    """What texts are near to each, for the pages of each language."""
    found = {
        code: neighbours({item.slug: analyse(item) for item in bank.editions_in(code) if item.is_translated})
        for code in bank.languages
    }
    return {code: in_language(code, found) for code in bank.languages}
