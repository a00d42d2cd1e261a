"""Writes a synthetic bank: as many varied, valid entries as asked for. The same seed gives the same bytes.

``python -m bench.bank FOLDER --entries 1000`` writes one, outside this repository and into a folder that is empty.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from site_builder.settings import Place

from .entries import Synthetic

ROOT = Path(__file__).parent.parent
TERMS = ("topics", "target_groups")
PAGES = {
    "about": {"en": "About", "de": "Über diese Bank"},
    "contribute": {"en": "Contribute", "de": "Mitmachen"},
}
WIDTH = 110
DOUBTFUL = re.compile("[0-9][0-9a-f]*")


class Dumper(yaml.CSafeDumper):
    """Puts what could be taken for a number in quotes."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """A text; a digest such as 0e12 would be read as a number."""
        style = '"' if DOUBTFUL.fullmatch(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, Dumper.represent_text)


class NotEmpty(Exception):
    """The folder holds something, or lies in this repository."""


def write_bank(
    root: Path, *, entries: int, seed: int = 1, languages: Sequence[str] = ("en", "de"), translated: float = 0
) -> Place:
    """Write a bank into an empty folder. ``translated`` is the share of entries that exist in German, too."""
    _check(root)
    synthetic = Synthetic(entries=entries, seed=seed)
    _write_frame(root, languages)
    _write_vocabulary(root, synthetic, languages)
    practices = root / "practices"
    practices.mkdir()
    for head in synthetic.heads:
        path = practices / f"{head.slug}.md"
        _write_entry(path, *synthetic.original(head))
        if "de" in languages and synthetic.rng("translated", head.number).random() < translated:
            _write_entry(path.with_suffix(".de.md"), *synthetic.translation(head, path, root=root))
    return Place(root)


def _check(root: Path) -> None:
    if root.resolve().is_relative_to(ROOT):
        raise NotEmpty(f"{root} lies in this repository, which holds no synthetic entries.")
    if root.exists() and any(root.iterdir()):
        raise NotEmpty(f"{root} is not empty.")


def _write_frame(root: Path, languages: Sequence[str]) -> None:
    """The settings and the hand-written pages."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    _write_yaml(root / "bank.yml", {"name": "Synthetic Bank", "languages": list(languages)})
    for language in languages:
        folder = root / "docs" / language
        folder.mkdir(parents=True)
        for name, titles in PAGES.items():
            title = titles.get(language, titles["en"])
            (folder / f"{name}.md").write_text(f"---\ntitle: {title}\n---\n\n# {title}\n", "utf-8")


def _write_vocabulary(root: Path, synthetic: Synthetic, languages: Sequence[str]) -> None:
    folder = root / "vocabulary"
    for language in languages:
        (folder / language).mkdir(parents=True)
        for name in TERMS:
            shutil.copyfile(ROOT / "vocabulary" / language / f"{name}.yml", folder / language / f"{name}.yml")
    _write_yaml(folder / "cities.yml", {town.key: town.record for town in synthetic.towns})
    _write_yaml(folder / "organisations.yml", synthetic.known_organisations())


def _write_entry(path: Path, data: dict[str, Any], body: str) -> None:
    path.write_text(f"---\n{_yaml(data)}---\n{body}", "utf-8")


def _write_yaml(path: Path, data: Any) -> None:
    path.write_text(_yaml(data), "utf-8")


def _yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.bank", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", nargs="+", choices=("en", "de"), default=["en", "de"])
    parser.add_argument(
        "--translated", type=float, default=0, help="share of entries with a German translation"
    )
    given = parser.parse_args(arguments)
    try:
        write_bank(
            given.folder,
            entries=given.entries,
            seed=given.seed,
            languages=given.languages,
            translated=given.translated,
        )
    except NotEmpty as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
