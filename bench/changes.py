"""What people do to a bank between two builds: one small change each, another one each time."""

import random
import re
from pathlib import Path

ENTRY = re.compile(r"-(\d+)$")
"""The end of a slug of ``bench.bank``: the number of the entry, from 1."""
MENTIONED = re.compile(r"[a-z0-9-]+-\d+")
TOPICS = re.compile(r"(?<=\ntopics:\n)(?:- .*\n)+")
TEMPLATE = Path("site_builder", "templates", "practice.html")
"""The template of an entry's page."""
PLACE_IN_TEMPLATE = '<article class="pb-practice"'


class Unchanged(Exception):
    """There is nothing of the kind that was to be changed."""


def number(path: Path) -> int:
    """Which entry of a bank a file belongs to, from 1."""
    found = ENTRY.search(path.name.partition(".")[0])
    if not found:
        raise Unchanged(f"{path.name} is not an entry that bench.bank has written.")
    return int(found[1])


def originals(practices: Path) -> list[Path]:
    """The files of the entries, without translations, in the order of their numbers."""
    return sorted((path for path in practices.glob("*.md") if "." not in path.stem), key=number)


def chosen(practices: Path, purpose: str) -> Path:
    """An entry by chance: the same in every session, another one for another purpose."""
    return random.Random(purpose).choice(originals(practices))


def unlinked(practices: Path, purpose: str) -> Path:
    """An entry by chance to which no other one links, so that it can be removed."""
    files, linked = originals(practices), set[str]()
    for path in files:
        linked |= set(MENTIONED.findall(path.read_text("utf-8"))) - {path.stem}
    return random.Random(purpose).choice([path for path in files if path.stem not in linked])


def change_text(path: Path, word: str) -> None:
    """Add a sentence with this word to the end of an entry."""
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{text}\n\nOne more thing that we learned is {word}.\n", "utf-8")


def change_topics(path: Path, topics: list[str]) -> None:
    """Give an entry the first of these topics that it does not have, in the place of its own first one."""
    text = path.read_text("utf-8")
    found = TOPICS.search(text)
    if not found:
        raise Unchanged(f"{path.name} has no topics.")
    own = [line.removeprefix("- ") for line in found[0].splitlines()]
    new = next(topic for topic in topics if topic not in own)
    lines = "".join(f"- {topic}\n" for topic in (new, *own[1:]))
    path.write_text(text[: found.start()] + lines + text[found.end() :], "utf-8")


def move(path: Path, folder: Path) -> None:
    """Put an entry with its translations into another folder, or back."""
    for file in path.parent.glob(f"{path.stem}.*"):
        file.rename(folder / file.name)


def hold_back(practices: Path, folder: Path, *, entries: int) -> None:
    """Put all entries after so many aside: those that will be added."""
    for path in originals(practices)[entries:]:
        move(path, folder)


def change_template(package: Path, word: str) -> None:
    """Change the page of every entry by an attribute, in a copy of our package."""
    file = package / TEMPLATE
    text = file.read_text("utf-8")
    if PLACE_IN_TEMPLATE not in text:
        raise Unchanged(f"{TEMPLATE} has no {PLACE_IN_TEMPLATE}: bench/changes.py must know another place.")
    head, _, tail = text.partition(PLACE_IN_TEMPLATE)
    tail = re.sub(r'^ data-bench="[^"]*"', "", tail)
    file.write_text(f'{head}{PLACE_IN_TEMPLATE} data-bench="{word}"{tail}', "utf-8")
