"""Synthetic entries: varied, valid, and the same for the same seed.

Entry number 7 is nearly the same in a bank of 20 and in one of 10,000: only the places and bodies differ.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from site_builder.load import load
from site_builder.model import SENTENCE_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from site_builder.translation import digest, phrases
from site_builder.vocabulary import slugify

from .places import Town, how_many, towns
from .words import NAMES, Words, invented, pick, rank

VOCABULARY = Path(__file__).parent.parent / "vocabulary"
SLUG_LENGTH = 60
EVERY_PROGRAMME = 25
"""Every so manieth entry is a programme, which others are part of."""
STATUSES = ("completed", "running", "mainstreamed", "discontinued", "planned")
SCOPES = ("city", "neighbourhood", "region", "metropolitan-area")
LEVELS = ("eu", "national", "regional", "municipal", "foundation", "private", "own")
EVALUATORS = ("internal", "external", "academic")
SORTS = ("association", "welfare", "foundation", "education", "company", "religious", "research")
CURRENCIES = {"PL": "PLN", "CH": "CHF", "SE": "SEK", "DK": "DKK"}
AUDIENCES = ("everyone", "project-staff", "city-administration", "elected-representatives", "funders")
FOLLOW_UPS = ("after-1-year", "after-3-years", "after-5-years")
FIRST_YEAR, LAST_YEAR = 2004, 2024
"""Nothing is dated later, so that no rule finds a date in the future."""
SECTIONS = {"context": (2, 6), "how": (6, 6), "results": (3, 6), "evaluation": (1, 5)}
"""How many paragraphs each part of a body has, and how many sentences they have."""
KINDS_OF_TEXT = {
    "title": "titles",
    "summary": "summaries",
    "goals": "goals",
    "steps": "steps",
    "indicator": "indicators",
    "unit": "units",
    "label": "parts",
    "method": "methods",
    "findings": "findings",
    "role": "roles",
    "text": "sentences",
    "what": "sentences",
    "response": "sentences",
}
"""What a text of a field is made of."""
LONGEST = {"titles": TITLE_LENGTH, "summaries": SUMMARY_LENGTH}

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What other entries have to know of one."""

    number: int
    slug: str
    title: str
    town: Town
    name: str
    """What the work is called."""
    is_programme: bool


@dataclass(frozen=True)
class Synthetic:
    """A bank before it is written."""

    entries: int
    seed: int = 1

    @cached_property
    def english(self) -> Words:
        """The words of the originals."""
        return Words("en")

    @cached_property
    def towns(self) -> list[Town]:
        """All places, the most frequent first."""
        return towns(self.seed, how_many(self.entries))

    @cached_property
    def heads(self) -> list[Head]:
        """All entries in order."""
        return [self._head(number) for number in range(self.entries)]

    @cached_property
    def terms(self) -> Mapping[str, Sequence[str]]:
        """The keys of the topics and target groups, as the vocabulary lists them."""
        folder = VOCABULARY / "en"
        return {
            name: list(yaml.safe_load((folder / f"{name}.yml").read_text("utf-8")))
            for name in ("topics", "target_groups")
        }

    def rng(self, purpose: str, number: int) -> random.Random:
        """Chance of its own for each purpose, so that one more word in a title changes nothing else."""
        return random.Random(f"{self.seed} {purpose} {number}")

    def _head(self, number: int) -> Head:
        rng = self.rng("head", number)
        town = self.towns[rank(rng, len(self.towns))]
        name = invented("name", rank(rng, NAMES))
        title = self.english.say(
            rng, "titles", {"city": town.names["en"], "name": name}, longest=TITLE_LENGTH
        )
        slug = f"{slugify(title)[:SLUG_LENGTH].strip('-')}-{number + 1}"
        return Head(number, slug, title, town, name, is_programme=number % EVERY_PROGRAMME == 0)

    def known_organisations(self) -> Data:
        """The administrations of the most frequent places, with their German names."""
        known = self.towns[: max(5, len(self.towns) // 4)]
        return {
            f"city-of-{slugify(town.names['en'])}": {
                "names": {"en": f"City of {town.names['en']}", "de": f"Stadt {town.names['de']}"},
                "type": "municipality",
            }
            for town in known
        }

    def original(self, head: Head) -> tuple[Data, str]:
        """The frontmatter and the body of an entry."""
        rng, say = self.rng("entry", head.number), self.english
        own = {"city": head.town.names["en"]}
        start = rng.randint(2004, LAST_YEAR - 2)
        status = pick(rng, STATUSES)
        data: Data = {
            "title": head.title,
            "summary": say.say(rng, "summaries", own, longest=SUMMARY_LENGTH),
            "language": "en",
            "kind": "programme" if head.is_programme else "practice",
            "city": head.town.key,
            "scope": pick(rng, SCOPES),
            **self._bodies(rng, head),
            **_time(rng, start, status),
            "topics": _several(rng, self.terms["topics"], (1, 4)),
            "target_groups": _several(rng, self.terms["target_groups"], (1, 4)),
            "goals": _texts(rng, say, "goals", (2, 4)),
            "steps": _texts(rng, say, "steps", (3, 6)),
            **self._proof(rng, start, status),
            **self._money(rng, head),
            **self._lessons(rng, own),
            **self._links(rng, head),
            **_record(rng, head),
        }
        return data, self._body(rng, say, head, str(data["related"][0] if "related" in data else ""))

    def _bodies(self, rng: random.Random, head: Head) -> Data:
        city = f"City of {head.town.names['en']}"
        lead = (
            {"name": city, "type": "municipality"}
            if rng.random() < 0.45
            else self._association(rng, head.town)
        )
        partners = [self._association(rng, head.town) for _ in range(rng.randint(0, 3))]
        if lead["name"] != city:
            partners.append({"name": city, "type": "municipality"})
        named = {lead["name"]: lead} | {partner["name"]: partner for partner in partners}
        others = [partner for name, partner in named.items() if name != lead["name"]]
        contact = {"organisation": lead["name"], "role": self.english.say(rng, "roles")}
        return {"organisation": lead, **_given(partners=others), "contact": contact}

    def _association(self, rng: random.Random, town: Town) -> Data:
        """Some work everywhere, most in one place only."""
        number = rank(rng, max(20, self.entries // 2))
        kind = SORTS[number % len(SORTS)]
        everywhere = number < 20
        name = f"{invented('body', number)} {kind.capitalize()}"
        return {"name": name if everywhere else f"{name} {town.names['en']}", "type": kind}

    def _proof(self, rng: random.Random, start: int, status: str) -> Data:
        if status == "planned":
            return {}
        results = [
            self._result(rng, start) for _ in range(rng.choice((0 if status == "running" else 1, 1, 2, 3, 4)))
        ]
        looked = [self._evaluation(rng) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
        return _given(results=results, evaluation=looked)

    def _result(self, rng: random.Random, start: int) -> Data:
        value, say = rank(rng, 5_000) + 2, self.english
        result: Data = {
            "indicator": say.say(rng, "indicators"),
            "value": value,
            "unit": say.say(rng, "units"),
            "as_of": rng.randint(start, LAST_YEAR),
            "source": "report",
        }
        if rng.random() < 0.2:
            result["approximate"] = rng.choice((True, "at-least", "more-than"))
        if rng.random() < 0.15:
            result["follow_up"] = rng.choice(FOLLOW_UPS)
        if value > 10 and rng.random() < 0.2:
            part = rng.randint(1, value - 1)
            result["breakdown"] = [
                {"label": say.say(rng, "parts"), "value": part},
                {"label": say.say(rng, "parts"), "value": value - part},
            ]
        return result

    def _evaluation(self, rng: random.Random) -> Data:
        found = _texts(rng, self.english, "findings", (1, 2))
        return {"method": self.english.say(rng, "methods"), "by": pick(rng, EVALUATORS), "findings": found}

    def _money(self, rng: random.Random, head: Head) -> Data:
        funding = [self._funding(rng, head) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        if len(funding) == 2 and rng.random() < 0.3:
            share = rng.randint(10, 90)
            for item, part in zip(funding, (share, 100 - share), strict=True):
                item.pop("amount", None)
                item.pop("currency", None)
                item["share"] = part
        people: Data = {"role": self.english.say(rng, "roles"), "count": rank(rng, 60) + 1}
        return {**_given(funding=funding), "resources": [people]}

    def _funding(self, rng: random.Random, head: Head) -> Data:
        level = pick(rng, LEVELS)
        city, number = head.town.names["en"], rank(rng, max(10, self.entries // 20))
        source = {"own": f"City of {city}", "municipal": f"City of {city}"}.get(
            level, f"{invented('fund', number)} {level.capitalize()} Fund"
        )
        item: Data = {"source": source, "level": level}
        if rng.random() < 0.7:
            item["amount"] = int(10 ** rng.uniform(3.5, 7.1)) // 100 * 100
            item["currency"] = CURRENCIES.get(head.town.country, "EUR")
        return item

    def _lessons(self, rng: random.Random, own: Mapping[str, str]) -> Data:
        say = self.english
        tips = [
            {"text": say.say(rng, "sentences", own), "audience": rng.choice(AUDIENCES)}
            for _ in range(rng.randint(1, 3))
        ]
        hard = [
            {"what": say.say(rng, "sentences", own), "response": say.say(rng, "sentences", own)}
            for _ in range(rng.randint(0, 2))
        ]
        return _given(tips=tips, difficulties=hard)

    def _links(self, rng: random.Random, head: Head) -> Data:
        """To earlier entries only: those are there in every size of the bank."""
        if not head.number:
            return {}
        found: Data = {}
        if not head.is_programme and rng.random() < 0.2:
            programme = rng.randrange(head.number) // EVERY_PROGRAMME * EVERY_PROGRAMME
            found["part_of"] = self.heads[programme].slug
        if rng.random() < 0.4:
            numbers = {rng.randrange(head.number) for _ in range(rng.randint(1, 3))}
            found["related"] = [self.heads[number].slug for number in sorted(numbers)]
        return found

    def _body(self, rng: random.Random, say: Words, head: Head, link: str) -> str:
        own = {"city": head.town.names[say.language]}
        text = "".join(
            f"\n## {say.heading(key)}\n\n"
            + "".join(f"{say.paragraph(rng, length, own)}\n\n" for _ in range(many))
            for key, (many, length) in SECTIONS.items()
        )
        lessons = "".join(f"- {say.say(rng, 'sentences', own)}\n" for _ in range(4))
        see = f"\n[[{link}]]\n" if link else ""
        return f"{text}\n## {say.heading('lessons')}\n\n{lessons}{see}"

    def translation(self, head: Head, path: Path, *, root: Path, language: str = "de") -> tuple[Data, str]:
        """The translation of an entry that is written already."""
        entry, say = load(path, root=root), Words(language)
        rng = self.rng(f"translation {language}", head.number)
        own = {"city": head.town.names[language], "name": head.name}
        data: Data = {"language": language, "original_digest": digest(entry.data, entry.body)}
        said: set[str] = set()
        for way, _ in phrases(entry.data):
            text = _said_anew(rng, say, way, own, said)
            said.add(text)
            _put(data, way, text)
        link = str(entry.data["related"][0]) if "related" in entry.data else ""
        return data, self._body(rng, say, head, link)


def _said_anew(
    rng: random.Random, say: Words, way: Sequence[str | int], own: Mapping[str, str], said: set[str]
) -> str:
    """A text for a field; items of one list differ."""
    kind = next(
        KINDS_OF_TEXT[step] for step in reversed(way) if isinstance(step, str) and step in KINDS_OF_TEXT
    )
    while True:
        text = say.say(rng, kind, own, longest=LONGEST.get(kind, SENTENCE_LENGTH))
        if text not in said or isinstance(way[-1], str):
            return text


def _put(data: Data, way: Sequence[str | int], text: str) -> None:
    """Put a text where it stands in the original; items of a list without a text are empty mappings."""
    level: Any = data
    for step, after in pairwise(way):
        empty: Any = [] if isinstance(after, int) else {}
        level = _at(level, step, empty)
    _at(level, way[-1], text)


def _at(level: Any, step: str | int, value: Any) -> Any:
    """What stands at a step, and the value where nothing does."""
    if isinstance(step, str):
        return level.setdefault(step, value)
    while len(level) < step:
        level.append({})
    if len(level) == step:
        level.append(value)
    return level[step]


def _given(**fields: Any) -> Data:
    """The fields that hold something."""
    return {name: value for name, value in fields.items() if value}


def _texts(rng: random.Random, say: Words, kind: str, bounds: tuple[int, int]) -> list[str]:
    return list(dict.fromkeys(say.say(rng, kind) for _ in range(rng.randint(*bounds))))


def _several(rng: random.Random, keys: Sequence[str], bounds: tuple[int, int]) -> list[str]:
    return list(dict.fromkeys(pick(rng, keys) for _ in range(rng.randint(*bounds))))


def _time(rng: random.Random, start: int, status: str) -> Data:
    """When the work ran, so that it fits its status."""
    match status:
        case "planned":
            return {"status": status}
        case "completed" | "discontinued":
            return {"period": {"start": start, "end": rng.randint(start, LAST_YEAR)}, "status": status}
        case _:
            return {"period": {"start": start}, "status": status}


def _record(rng: random.Random, head: Head) -> Data:
    year, month, day = rng.randint(LAST_YEAR - 6, LAST_YEAR - 1), rng.randint(1, 12), rng.randint(1, 28)
    posted = date(year, month, day)
    updated = date(rng.randint(year + 1, LAST_YEAR), rng.randint(1, 12), rng.randint(1, 28))
    report = {"key": "report", "title": f"Report on {head.name}", "read": pick(rng, ("full", "excerpt"))}
    return {
        "sources": [{**report, "url": f"https://{head.name.lower()}.example/report"}],
        "posted": posted,
        **({"updated": updated} if rng.random() < 0.5 else {}),
        "review_every": 120,
    }
