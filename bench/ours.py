"""Measures our own commands, each in a fresh process, on a bank that changes a little from one to the next."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import yaml

from . import changes
from .aside import put_aside
from .bank import ROOT, write_bank
from .processes import surrounded, timed
from .results import Run
from .session import Session, Thing

PROGRAM = Path(sys.executable).with_name("practice-bank")
GENERATOR = ("bank.py", "entries.py", "places.py", "words.py", "words")
"""What a synthetic bank is made of."""
HELD = 10
"""How many entries are written beyond those of the bank: they are what is added to it."""
BUILDS = ("cold", "nothing", "text", "text-alone", "topics", "added", "removed", "template")
AFTER_CHANGES = ("nothing", "topics", "added", "removed", "template")
"""Those that are not measured by turns with other tools."""
OPTIONS = {"text-alone": ("--no-search",)}
"""What a build is told."""
VALIDATIONS = ("validate-all-cold", "validate-all", *(ONE := ("validate-one-cold", "validate-one")))


@dataclass(frozen=True)
class Workplace:
    """A bank that may be changed, a copy of our package that may be changed, and the site."""

    root: Path

    @property
    def bank(self) -> Path:
        """The bank."""
        return self.root / "bank"

    @property
    def practices(self) -> Path:
        """The bank's entries."""
        return self.bank / "practices"

    @property
    def held(self) -> Path:
        """Entries that are not yet in the bank."""
        return self.root / "held"

    @property
    def removed(self) -> Path:
        """Entries that were in the bank."""
        return self.root / "removed"

    @property
    def package(self) -> Path:
        """The folder that holds the copy of our package."""
        return self.root / "package"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.root / "site"

    @property
    def environment(self) -> dict[str, str]:
        """What makes a command use the copy of our package."""
        return {"PYTHONPATH": str(self.package)}

    @cached_property
    def topics(self) -> list[str]:
        """The topics that an entry may have."""
        first = next(iter(sorted((self.bank / "vocabulary").glob("*/topics.yml"))))
        return list(yaml.safe_load(first.read_text("utf-8")))

    @cached_property
    def tells_timings(self) -> bool:
        """Whether our build tells how long its stages take."""
        return "--timings" in self.said("build", "--help")

    def said(self, *words: str) -> str:
        """What a command prints, with the copy of our package."""
        environment = surrounded(self.environment)
        done = subprocess.run([PROGRAM, *words], env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    def forget(self) -> None:
        """Put aside everything that earlier commands have kept."""
        put_aside(self.bank / ".cache", work=self.root.parent)
        put_aside(self.site, work=self.root.parent)

    def run(self, *words: str, may_find: bool = False) -> Run:
        """One of our commands; with ``may_find``, it may find something to mend."""
        command = [str(PROGRAM), *words]
        return timed(command, folder=self.bank, environment=self.environment, may_find=may_find)

    def validate(self, *words: str) -> Run:
        """A check. A translation whose original has changed is a finding."""
        return self.run("validate", *words, may_find=True)

    def build(self, *words: str) -> Run:
        """A build, with what it tells of itself."""
        file = self.root / "timings.json"
        file.unlink(missing_ok=True)
        more = ["--timings", str(file)] if self.tells_timings else []
        run = self.run("build", "--site-dir", str(self.site), *more, *words)
        told = json.loads(file.read_text("utf-8")) if file.is_file() else {}
        return replace(run, stages=told.get("stages", {}), pages=told.get("pages", {}))


def workplace(session: Session, *, entries: int, anew: bool = False) -> Workplace:
    """The place where our commands work at a size; what an earlier part has left there, or a new one."""
    place = Workplace(session.work / f"ours-{entries}")
    if not anew and place.site.is_dir():
        return place
    put_aside(place.root, work=session.work)
    shutil.copytree(generated(session, entries=entries), place.bank)
    for folder in (place.held, place.removed):
        folder.mkdir()
    changes.hold_back(place.practices, place.held, entries=entries)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "site_builder", place.package / "site_builder", ignore=ignore)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(place.package)], check=True)
    return place


def generated(session: Session, *, entries: int) -> Path:
    """The bank of a size with the entries that will be added to it, written once for all sessions."""
    folder = session.work / f"bank-{entries}-{'-'.join(session.languages)}-{_generator()}"
    if not (folder / "ready").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        write_bank(folder / "bank", entries=entries + HELD, languages=session.languages, translated=1)
        (folder / "ready").touch()
    return folder / "bank"


def _generator() -> str:
    """A digest of what makes a bank, so that a change of it makes new ones."""
    here = Path(__file__).parent
    files = [here / name for name in GENERATOR]
    files += [*sorted((here / "words").glob("*")), *sorted((ROOT / "vocabulary").glob("*/*.yml"))]
    content = b"\0".join(path.read_bytes() for path in files if path.is_file())
    return hashlib.sha256(content).hexdigest()[:8]


def things_of(place: Workplace) -> dict[str, Thing]:
    """Our builds after changes of every kind, and our checks, each upon what was done before it."""
    changed: dict[str, Callable[[int], object]] = {
        "cold": lambda _: place.forget(),
        "nothing": lambda _: None,
        "text": lambda time: changes.change_text(_some(place, f"text {time}"), f"fact{time}"),
        "text-alone": lambda time: changes.change_text(_some(place, f"alone {time}"), f"fact{time}"),
        "topics": lambda time: changes.change_topics(_some(place, f"topics {time}"), place.topics),
        "added": lambda time: changes.move(changes.originals(place.held)[0], place.practices),
        "removed": lambda time: changes.move(
            changes.unlinked(place.practices, f"removed {time}"), place.removed
        ),
        "template": lambda time: changes.change_template(place.package, f"change{time}"),
    }
    builds = {name: partial(place.build, *OPTIONS.get(name, ())) for name in BUILDS}
    return {
        **{name: Thing(_after(changed[name], build), place.site) for name, build in builds.items()},
        "validate-all-cold": Thing(_after(lambda _: place.forget(), lambda: place.validate())),
        "validate-all": Thing(lambda _: place.validate()),
        "validate-one-cold": Thing(partial(_validated, place, cold=True)),
        "validate-one": Thing(partial(_validated, place, cold=False)),
    }


def measure_builds(session: Session, *, entries: int) -> None:
    """Builds after changes of every kind, each upon what the one before has left."""
    place = workplace(session, entries=entries)
    things = things_of(place)
    place.build()  # the index of the search may not be of all texts, or there may be no site
    for name in AFTER_CHANGES:
        session.measure(name, entries, things[name])


def measure_validations(session: Session, *, entries: int) -> None:
    """Check one entry that has just been changed: without what earlier commands have kept, and with it."""
    place = workplace(session, entries=entries)
    things = things_of(place)
    session.measure("validate-one-cold", entries, things["validate-one-cold"])
    place.validate()
    session.measure("validate-one", entries, things["validate-one"])


def _some(place: Workplace, purpose: str) -> Path:
    return changes.chosen(place.practices, purpose)


def _after(change: Callable[[int], object], action: Callable[[], Run]) -> Callable[[int], Run]:
    """First the change, whose time does not count, then what is measured."""

    def once(time: int) -> Run:
        change(time)
        return action()

    return once


def _validated(place: Workplace, time: int, *, cold: bool) -> Run:
    path = _some(place, f"{'cold' if cold else 'one'} {time}")
    changes.change_text(path, "checked")
    if cold:
        place.forget()
    return place.validate(f"practices/{path.name}")
