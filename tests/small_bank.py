"""A small bank for tests: two entries, one of them also in German."""

from pathlib import Path
from textwrap import dedent

from site_builder.load import load, write
from site_builder.translation import digest

CAFE: dict[str, object] = {
    "title": "A language café in the public library",
    "summary": "Volunteers and newcomers meet every week in the library of Kerpen to talk German over coffee.",
    "language": "en",
    "city": "de-kerpen",
    "scope": "city",
    "organisation": {"name": "City of Kerpen", "type": "municipality"},
    "status": "running",
    "topics": ["language"],
    "target_groups": ["newcomers", "volunteers"],
    "goals": ["Speak German with neighbours"],
    "results": [
        {"indicator": "Visitors", "value": 40, "unit": "people", "as_of": "2024", "source": "report"},
    ],
    "sources": [
        {"key": "report", "title": "Annual report of the library", "read": "full", "note": "In German"}
    ],
    "posted": "2024-05-31",
}
GARDEN: dict[str, object] = {
    "title": "Neighbours dig a garden behind the station",
    "summary": "A housing company in Vienna lent unused land to residents, who grow vegetables and run it themselves.",
    "language": "en",
    "city": "at-vienna",
    "scope": "neighbourhood",
    "organisation": {"name": "Wohnbau Wien", "type": "company"},
    "status": "completed",
    "topics": ["housing"],
    "target_groups": ["newcomers"],
    "goals": ["Bring long-time residents and new tenants together"],
    "sources": [{"key": "study", "title": "Evaluation of the garden", "read": "excerpt"}],
    "posted": "2024-06-30",
}
CAFE_BODY = dedent("""
    ## Context

    The library stood empty on Wednesdays.

    ## How it works

    Tables for four, one volunteer at each, and a new subject every week.
    """)
GARDEN_BODY = dedent("""
    ## How it works

    The tenants drew lots for the beds and wrote the rules of the shared shed together.
    """)
CAFE_IN_GERMAN: dict[str, object] = {
    "title": "Ein Sprachcafé in der Stadtbücherei",
    "summary": "Ehrenamtliche und Zugewanderte treffen sich jede Woche in der Bücherei und sprechen Deutsch.",
    "goals": ["Mit der Nachbarschaft Deutsch sprechen"],
    "results": [{"indicator": "Gäste", "unit": "Menschen"}],
    "sources": [{"note": "Auf Deutsch"}],
}
CAFE_BODY_IN_GERMAN = dedent("""
    ## Ausgangslage

    Mittwochs war die Bücherei leer.

    ## So funktioniert es

    Tische für vier, an jedem eine ehrenamtliche Kraft, und jede Woche ein neues Thema.
    """)

FILES = {
    "bank.yml": "name: A small bank\nlanguages: [en, de]\n",
    "vocabulary/organisations.yml": "city-of-kerpen: {names: {en: City of Kerpen, de: Stadt Kerpen}}\n",
    "vocabulary/cities.yml": dedent("""\
        de-kerpen: {names: {en: Kerpen, de: Kerpen}, country: DE, lat: 50.87, lon: 6.69}
        at-vienna: {names: {en: Vienna, de: Wien}, country: AT, lat: 48.2, lon: 16.37}
        """),
    "vocabulary/en/topics.yml": dedent("""\
        language: {label: Language, inline: language}
        housing: {label: Housing, inline: housing}
        """),
    "vocabulary/de/topics.yml": dedent("""\
        language: {label: Sprache, inline: Sprache}
        housing: {label: Wohnen, inline: Wohnen}
        """),
    "vocabulary/en/target_groups.yml": dedent("""\
        newcomers: {label: Newcomers, inline: newcomers}
        volunteers: {label: Volunteers, inline: volunteers}
        """),
    "vocabulary/de/target_groups.yml": dedent("""\
        newcomers: {label: Zugewanderte, inline: Zugewanderte}
        volunteers: {label: Ehrenamtliche, inline: Ehrenamtliche}
        """),
}


def make_bank(root: Path) -> Path:
    """Write the bank into this folder, and give the folder."""
    for name, text in FILES.items():
        put(root, name, text)
    put(root, "practices/language-cafe.md", write(CAFE, CAFE_BODY))
    put(root, "practices/garden.md", write(GARDEN, GARDEN_BODY))
    original = load(root / "practices/language-cafe.md", root=root)
    head = {"language": "de", "original_digest": digest(original.data, original.body)}
    put(root, "practices/language-cafe.de.md", write({**head, **CAFE_IN_GERMAN}, CAFE_BODY_IN_GERMAN))
    return root


def put(root: Path, name: str, text: str) -> Path:
    """Write one file of a bank, with the folders that it needs."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def replace(path: Path, old: str, new: str) -> None:
    """Change text in a file that has to be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
