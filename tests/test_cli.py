"""The command line: what each command prints, and the status that it ends with."""

import contextlib
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from site_builder import __version__, checks, validate
from site_builder.cli import PROGRAM, cli, main
from site_builder.cli.terminal import bank_around
from site_builder.diagnostics import Diagnostic, Position, Severity
from site_builder.load import Entry
from site_builder.rules import RULES, Context, Finding, Rule
from site_builder.search_work import Unsearched
from site_builder.store import FILE_NAME, SEAL
from tests.conftest import ROOT
from tests.small_bank import make_bank, put, replace

HIDDEN = "\u202e"


class Outcome(NamedTuple):
    """How a run ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small bank, which is also the current folder."""
    root = make_bank(tmp_path.resolve() / "bank")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def run_it(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, *capsys.readouterr())

    return run_it


def run_apart(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "site_builder.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.fixture(autouse=True)
def three_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule a severity, so that these tests stay as they are when rules come and go."""
    rules = [_finds(severity) for severity in Severity]
    monkeypatch.setattr(validate, "RULES", {rule.code: rule for rule in rules})
    for name, chosen in {"LOCAL": tuple(rules), "ON_DISK": (), "ACROSS": ()}.items():
        monkeypatch.setattr(validate, name, chosen)


def _finds(severity: Severity) -> Rule:
    def check(entry: Entry, context: Context) -> Iterator[Finding]:
        for line, text in enumerate(entry.body.split("\n")):
            if severity.upper() in text:
                yield Finding(entry.body_position(line), f"found: {text}", f"mend the {severity}")

    return Rule(code=f"PB{list(Severity).index(severity)}99", name=severity, severity=severity, check=check)


def spoil(bank: Path, *marks: str, name: str = "garden.md") -> None:
    """Give an entry a line for each finding that it is to have."""
    with (bank / "practices" / name).open("a", encoding="utf-8") as file:
        file.write("".join(f"\n{mark}\n" for mark in marks))


# --- help -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_of_every_command_has_an_example(name: str, run: Run) -> None:
    status, out, _ = run(name, "--help")
    assert status == 0
    assert f"\n    {PROGRAM} {name}" in out
    assert "Example" in out


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_is_explained(name: str) -> None:
    options = [item for item in cli.commands[name].params if isinstance(item, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_list_of_commands_cuts_no_sentence_short(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert "..." not in out.partition("Commands:")[2]
    assert all(f"\n  {name} " in out for name in cli.commands)


def test_commands_are_the_promised_ones() -> None:
    assert sorted(cli.commands) == ["build", "new", "rules", "schema", "search", "serve", "validate"]


def test_version(run: Run) -> None:
    assert run("--version") == Outcome(0, f"{PROGRAM}, version {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validat"], "Did you mean 'validate'?"),
        (["validate", "--fromat", "json"], "--format"),
        (["validate", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
        (["search"], "Missing argument 'QUERY...'"),
        (["serve", "--port", "0"], "0 is not in the range"),
        (["serve", "--port", "abc"], "'abc' is no whole number"),
        (["--root", "nowhere", "validate"], "'nowhere' does not exist"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, bank: Path, run: Run) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in err


# --- validate -------------------------------------------------------------------------------------------------


def test_validate_a_clean_bank(bank: Path, run: Run) -> None:
    assert run("validate") == Outcome(0, "", "3 files, nothing to mend\n")


@pytest.mark.parametrize(
    ("marks", "status", "summary"),
    [
        (["ERROR"], 1, "3 files, 1 error"),
        (["ERROR", "ERROR", "WARNING"], 1, "3 files, 2 errors, 1 warning"),
        (["WARNING", "WARNING"], 1, "3 files, 2 warnings"),
        (["ADVICE"], 0, "3 files, 1 piece of advice"),
        (["ERROR", "ADVICE", "ADVICE", "ADVICE"], 1, "3 files, 1 error, 3 pieces of advice"),
    ],
)
def test_validate_counts_and_ends(marks: list[str], status: int, summary: str, bank: Path, run: Run) -> None:
    spoil(bank, *marks)
    outcome = run("validate")
    assert outcome.status == status
    assert outcome.err == f"{summary}\n"
    assert outcome.out.count("found: ") == len(marks)


def test_validate_as_text(bank: Path, run: Run) -> None:
    spoil(bank, "ADVICE", name="language-cafe.md")
    spoil(bank, "WARNING", "ERROR")
    last = len((bank / "practices/garden.md").read_text("utf-8").split("\n")) - 1
    assert run("validate").out.splitlines()[:5] == [
        f"practices/garden.md:{last - 2}:1: PB199 warning: found: WARNING",
        "    hint: mend the warning",
        f"practices/garden.md:{last}:1: PB099 error: found: ERROR",
        "    hint: mend the error",
        next(line for line in run("validate").out.splitlines() if "language-cafe" in line),
    ]


def test_validate_as_json(bank: Path, run: Run) -> None:
    spoil(bank, "ERROR ü")
    status, out, err = run("validate", "--format", "json")
    row = len((bank / "practices/garden.md").read_text("utf-8").split("\n")) - 1
    assert (status, err) == (1, "")
    assert json.loads(out) == [
        {
            "code": "PB099",
            "severity": "error",
            "filename": "practices/garden.md",
            "location": {"row": row, "column": 1},
            "message": "found: ERROR ü",
            "hint": "mend the error",
        }
    ]


def test_validate_a_clean_bank_as_json(bank: Path, run: Run) -> None:
    status, out, _ = run("validate", "--format", "json")
    assert (status, json.loads(out)) == (0, [])


def test_validate_as_annotations(bank: Path, run: Run) -> None:
    spoil(bank, "ERROR")
    status, out, err = run("validate", "--format", "github")
    assert status == 1
    assert out.startswith("::error file=practices/garden.md,line=")
    assert err == "3 files, 1 error\n"


def test_validate_writes_hidden_characters_out(bank: Path, run: Run) -> None:
    spoil(bank, f"ERROR \x1b[2J{HIDDEN}")
    for output_format in ("text", "json", "github"):
        out = run("validate", "--format", output_format).out
        assert "\x1b" not in out
        assert HIDDEN not in out


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["practices/garden.md"], "1 file"),
        (["practices/garden.md", "practices/garden.md"], "1 file"),
        (["practices/garden.md", "practices/language-cafe.de.md"], "2 files"),
        (["practices"], "3 files"),
        (["./practices/../practices/"], "3 files"),
        (["practices/garden.md", "practices"], "3 files"),
        (["practices/images"], "0 files"),
    ],
)
def test_validate_some(paths: list[str], files: str, bank: Path, run: Run) -> None:
    (bank / "practices/images").mkdir()
    assert run("validate", *paths) == Outcome(0, "", f"{files}, nothing to mend\n")


def test_validate_finds_nothing_in_other_files(bank: Path, run: Run) -> None:
    spoil(bank, "ERROR")
    assert run("validate", "practices/language-cafe.md").status == 0
    assert run("validate", "practices/garden.md").status == 1


def test_validate_from_anywhere(bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bank / "practices")
    assert run("--root", "..", "validate", "garden.md", bank / "practices/language-cafe.md").status == 0
    monkeypatch.chdir(bank.parent)
    spoil(bank, "ERROR")
    assert run("--root", "bank", "validate", "bank/practices").out.startswith("practices/garden.md:")


def test_the_bank_is_the_nearest_one_from_here_upwards(
    bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bank / "practices")
    assert run("validate", "garden.md").err == "1 file, nothing to mend\n"
    assert "practice-bank validate pool.md" in run("new", "pool").out
    monkeypatch.chdir(bank.parent)
    assert "holds no bank" in run("validate").err


def test_a_bank_of_somebody_else_further_up_is_not_taken(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def owned(path: Path) -> types.SimpleNamespace:
        return types.SimpleNamespace(st_uid=1 if path.name == "bank.yml" else 2)

    assert bank_around(bank / "practices") == bank
    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_file", lambda path: True)
        patched.setattr(Path, "stat", owned)
        taken = bank_around(bank / "practices")
    assert taken == bank / "practices"


def test_a_bank_without_its_folder_of_entries_is_not_clean(bank: Path, run: Run) -> None:
    shutil.rmtree(bank / "practices")
    for arguments in (["validate"], ["validate", "--format", "json"], ["search", "garden"], ["build"]):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "practices does not exist" in err
        assert "`practice-bank new SLUG` begins the first entry." in err
    assert run("new", "first").status == 0
    assert run("validate").err.startswith("1 file, ")


def test_a_file_in_the_place_of_the_entries(bank: Path, run: Run) -> None:
    shutil.rmtree(bank / "practices")
    put(bank, "practices", "")
    status, _, err = run("validate")
    assert (status, "practices is not a folder" in err) == (2, True)


def test_a_folder_of_entries_that_cannot_be_read(
    bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", _raising(PermissionError(errno.EACCES, "Permission denied")))
    status, _, err = run("validate")
    assert (status, "where the entries are, cannot be read: Permission denied" in err) == (2, True)


def test_a_bank_without_entries_yet_is_clean(bank: Path, run: Run) -> None:
    shutil.rmtree(bank / "practices")
    (bank / "practices").mkdir()
    assert run("validate") == Outcome(0, "", "0 files, nothing to mend\n")


def test_validate_through_a_link_to_the_bank(bank: Path, run: Run) -> None:
    link = bank.parent / "link"
    link.symlink_to(bank)
    assert run("validate", link / "practices/garden.md").status == 0
    assert run("--root", link, "validate", bank / "practices/garden.md").status == 0


def test_validate_a_link_in_the_place_of_an_entry(bank: Path, run: Run) -> None:
    (bank / "practices/linked.md").symlink_to(bank / "bank.yml")
    assert run("validate", "practices/linked.md").err == "1 file, nothing to mend\n"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("practices/nothing.md", "does not exist"),
        ("bank.yml", "is outside of practices"),
        (".", "To check the whole bank, leave PATH out"),
        ("/", "is outside of practices"),
        ("practices/../bank.yml", "is outside of practices"),
        ("practices/README.md", "is no entry"),
        ("practices/picture.png", "Entries are files that end in .md"),
        ("practices/\x1b[2J.md", "\\u001b"),
    ],
)
def test_validate_a_path_that_is_no_entry(path: str, message: str, bank: Path, run: Run) -> None:
    put(bank, "practices/README.md", "About this folder")
    put(bank, "practices/picture.png", "")
    status, out, err = run("validate", path)
    assert (status, out) == (2, "")
    assert message in err


# --- a bank that cannot be used -------------------------------------------------------------------------------


def _remove_bank_file(bank: Path) -> None:
    (bank / "bank.yml").unlink()


def _break_bank_file(bank: Path) -> None:
    put(bank, "bank.yml", "languages: [en\n")


def _forget_languages(bank: Path) -> None:
    put(bank, "bank.yml", "name: x\n")


def _break_vocabulary(bank: Path) -> None:
    put(bank, "vocabulary/cities.yml", "de-kerpen: {names: {en: Kerpen}}")


def _remove_vocabulary(bank: Path) -> None:
    (bank / "vocabulary/de/topics.yml").unlink()


@pytest.mark.parametrize(
    ("spoil_it", "message"),
    [
        (_remove_bank_file, "holds no bank: there is no bank.yml in it"),
        (_break_bank_file, "bank.yml:2:1: this is not YAML"),
        (_forget_languages, "bank.yml: languages: this is missing"),
        (_break_vocabulary, "cities.yml: de-kerpen.country: this is missing"),
        (_remove_vocabulary, "vocabulary/de/topics.yml is missing"),
    ],
)
@pytest.mark.parametrize("arguments", [["validate"], ["search", "garden"], ["new", "a-new-entry"]])
def test_broken_bank(
    arguments: list[str], spoil_it: Callable[[Path], None], message: str, bank: Path, run: Run
) -> None:
    spoil_it(bank)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("Error: ")
    assert message in err


# --- search ---------------------------------------------------------------------------------------------------


def test_search_as_json(bank: Path, run: Run) -> None:
    status, out, err = run("search", "language", "café", "--format", "json")
    assert (status, err) == (0, "")
    (hit,) = json.loads(out)
    assert hit.pop("score") > 0
    assert hit == {
        "id": "language-cafe",
        "title": "A language café in the public library",
        "url": "/practices/language-cafe/",
        "language": "en",
        "summary": "Volunteers and newcomers meet every week in the library of Kerpen to talk German over coffee.",
        "city": "Kerpen",
        "kind": "practice",
    }


def test_search_in_another_language(bank: Path, run: Run) -> None:
    (hit,) = json.loads(run("search", "--language", "de", "Buecherei", "--format", "json").out)
    assert hit["url"] == "/de/practices/language-cafe/"
    assert (hit["language"], hit["title"]) == ("de", "Ein Sprachcafé in der Stadtbücherei")


def test_search_shows_an_untranslated_entry_with_its_own_language(bank: Path, run: Run) -> None:
    outcome = run("search", "--language", "de", "Wien", "--format", "json")
    assert outcome.status == 0, outcome
    (hit,) = json.loads(outcome.out)
    assert (hit["url"], hit["language"], hit["city"]) == ("/de/practices/garden/", "en", "Wien")


def test_search_as_text(bank: Path, run: Run) -> None:
    status, out, err = run("search", "garden")
    assert (status, err) == (0, "")
    assert out == (
        "1. Neighbours dig a garden behind the station\n"
        "   Vienna · en · /practices/garden/\n"
        "   A housing company in Vienna lent unused land to residents, who grow vegetables and run it\n"
        "   themselves.\n"
    )


def test_search_says_that_there_is_more(bank: Path, run: Run) -> None:
    out = run("search", "newcomers", "--limit", "1").out
    assert out.startswith("1. ")
    assert out.endswith("\n1 of 2. See more with --limit 2.\n")


def test_search_where_no_index_can_be_kept(bank: Path, run: Run) -> None:
    put(bank, ".cache", "a file in the place of the folder")
    status, out, err = run("search", "garden", "--format", "json")
    assert (status, len(json.loads(out))) == (0, 1)
    assert err.startswith("The index cannot be kept in .cache/practice-bank (Not a directory)")


def test_search_where_what_was_kept_is_damaged(bank: Path, run: Run) -> None:
    found = run("search", "garden")
    with sqlite3.connect(bank / ".cache" / "practice-bank" / FILE_NAME) as kept:
        kept.execute("update results set value = x'ff00' where kind != ?", [SEAL])
    assert run("search", "garden") == found


def test_search_without_hits(bank: Path, run: Run) -> None:
    assert run("search", "libary") == Outcome(
        1, "", "Nothing was found for 'libary'.\nDid you mean: library\n"
    )
    status, out, err = run("search", "zzz\x1b", "--format", "json")
    assert (status, json.loads(out)) == (1, [])
    assert err == "Nothing was found for 'zzz\\u001b'.\n"


def test_search_with_filters(bank: Path, run: Run) -> None:
    assert run("search", "newcomers", "--topic", "Housing").out.startswith("1. Neighbours dig")
    for country in ("de", "Germany", "deutschland"):
        assert run("search", "newcomers", "--country", country).out.startswith("1. A language café")
    status, _, err = run("search", "coffee", "--country", "at", "--topic", "housing")
    assert status == 1
    assert "It may help to leave out --topic and --country." in err


def test_search_for_several_words_that_no_entry_has_together(bank: Path, run: Run) -> None:
    status, out, err = run("search", "garden", "coffee")
    assert status == 0
    assert out.count("/practices/") == 2
    assert err.startswith("No entry has all of these words.")


def test_search_leaves_entries_with_errors_out(bank: Path, run: Run) -> None:
    spoil(bank, "ERROR")
    assert run("search", "garden").status == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--topic", "langauge"], "Did you mean 'language'? Possible: housing, language."),
        (["--topic", "zzz"], "'zzz' is no topic of this bank. Possible: housing, language."),
        (["--country", "FR"], "'FR' is no country in this bank. Possible: AT, DE."),
        (["--country", "Italy"], "'Italy' is no country in this bank. Possible: AT, DE."),
        (["--language", "deu"], "'deu' is no language of this bank. Did you mean 'de'? Possible: de, en."),
        (["--limit", "0"], "0 is not in the range"),
    ],
)
def test_search_for_what_cannot_be(arguments: list[str], message: str, bank: Path, run: Run) -> None:
    status, out, err = run("search", "garden", *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_search_for_nothing(bank: Path, run: Run) -> None:
    status, _, err = run("search", " ")
    assert status == 2
    assert "Say what to look for." in err


# --- build and serve ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """What a build reports, as site_builder.build has it."""

    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: tuple[str, ...] = ()
    built: bool = True
    pages: int = 213
    written: int = 213
    seconds: float = 9.12
    stages: Mapping[str, float] = field(default_factory=lambda: {"pages": 9.0})
    unsearched: Unsearched | None = None


class BuildFailed(Exception):
    """As site_builder.build has it."""


def _fake_build(build: Callable[..., object]) -> types.ModuleType:
    module = types.ModuleType("site_builder.build")
    module.build = build  # type: ignore[attr-defined]
    module.BuildFailed = BuildFailed  # type: ignore[attr-defined]
    return module


ERROR = Diagnostic("practices/garden.md", Position(3, 1), "PB099", Severity.ERROR, "wrong\x1b", "mend it")
ADVICE = changed(ERROR, severity=Severity.ADVICE)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report], list[dict[str, Any]]]:
    """Replace the build by one that reports this; its calls are collected."""

    def replace_build(report: Report) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = []

        def build(place: Any, **options: Any) -> Report:
            calls.append({"root": place.root, **options})
            return report

        monkeypatch.setitem(sys.modules, "site_builder.build", _fake_build(build))
        return calls

    return replace_build


def test_build_that_fails(bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        sys.modules, "site_builder.build", _fake_build(_raising(BuildFailed("MkDocs:\nno\x1b")))
    )
    assert run("build") == Outcome(2, "", "Error: MkDocs:\nno\\u001b\n")


def test_build(bank: Path, run: Run, built: Callable[[Report], list[dict[str, Any]]]) -> None:
    calls = built(Report())
    look = "practice-bank serve, or: python3 -m http.server --directory site"
    assert run("build") == Outcome(0, f"Built 213 pages in 9.1 s. Look at them with: {look}\n", "")
    assert calls[0]["root"] == bank
    assert calls[0]["site_dir"] == bank / "site"
    assert calls[0]["strict"] is False


def test_build_where_there_is_a_makefile(bank: Path, run: Run, built: Callable[[Report], object]) -> None:
    built(Report(pages=1, written=1))
    put(bank, "Makefile", "")
    out = run("build", "--site-dir", "my site").out
    assert out.startswith("Built 1 page in 9.1 s. Look at them with: make serve, or: ")
    assert out.endswith("--directory 'my site'\n")


@pytest.mark.parametrize(
    ("written", "says"), [(3, "3 of them new or changed"), (0, "none of them new or changed")]
)
def test_build_of_what_has_changed(
    written: int, says: str, bank: Path, run: Run, built: Callable[[Report], object]
) -> None:
    built(Report(written=written))
    assert run("build").out.startswith(f"Built 213 pages ({says}) in 9.1 s. ")


def test_build_that_says_how_long_it_took(bank: Path, run: Run, built: Callable[[Report], object]) -> None:
    built(Report(written=3))
    assert run("build", "--timings", "times.json").status == 0
    assert json.loads((bank / "times.json").read_text("utf-8")) == {
        "seconds": 9.12,
        "stages": {"pages": 9.0},
        "pages": {"written": 3, "kept": 210},
    }
    status, _, err = run("build", "--timings", "nowhere/times.json")
    assert status == 2
    assert "Cannot write nowhere/times.json: No such file or directory. The site itself is built." in err


def test_clean_build(bank: Path, run: Run, built: Callable[[Report], list[dict[str, Any]]]) -> None:
    calls = built(Report())
    run("build")
    run("build", "--clean")
    assert [call["clean"] for call in calls] == [False, True]


def test_build_without_the_search(
    bank: Path, run: Run, built: Callable[[Report], list[dict[str, Any]]]
) -> None:
    calls = built(Report(unsearched=Unsearched(bank / "texts", ("0",))))
    says = "The search does not know what is new: build without --no-search before you publish.\n"
    assert run("build", "--no-search").err == says
    assert calls[0]["search"] is False
    calls = built(Report())
    assert run("build").err == ""
    assert calls[0]["search"] is True


def test_build_of_a_bank_elsewhere(
    bank: Path, run: Run, built: Callable[[Report], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    built(Report())
    monkeypatch.chdir(bank.parent)
    out = run("--root", "bank", "build").out
    assert "practice-bank --root bank serve" in out
    assert out.endswith("--directory bank/site\n")


def test_build_that_leaves_entries_out(bank: Path, run: Run, built: Callable[[Report], object]) -> None:
    built(Report(diagnostics=(ERROR,), left_out=("practices/garden.md",)))
    status, out, err = run("build")
    assert status == 1
    assert out.startswith("Built 213 pages")
    assert err.startswith("practices/garden.md:3:1: PB099 error: wrong\\u001b\n    hint: mend it\n")
    assert err.endswith("Left out for their errors: practices/garden.md\n")


def test_strict_build_that_stops(
    bank: Path, run: Run, built: Callable[[Report], list[dict[str, Any]]]
) -> None:
    calls = built(Report(diagnostics=(ERROR,), built=False, pages=0))
    status, out, err = run("build", "--strict", "--site-dir", "public")
    assert (status, out) == (1, "")
    assert "Nothing was built" in err
    assert (calls[0]["strict"], calls[0]["site_dir"]) == (True, bank / "public")


def test_build_with_advice_is_clean(bank: Path, run: Run, built: Callable[[Report], object]) -> None:
    built(Report(diagnostics=(ADVICE,)))
    status, _, err = run("build")
    assert status == 0
    assert "PB099 advice" in err


@pytest.mark.parametrize("folder", [".", "..", "practices", "practices/site", "vocabulary", "docs"])
def test_build_into_the_bank_itself(
    folder: str, bank: Path, run: Run, built: Callable[[Report], list[dict[str, Any]]]
) -> None:
    calls = built(Report())
    status, _, err = run("build", "--site-dir", folder)
    assert status == 2
    assert "Choose a folder of its own" in err
    assert calls == []


def test_serve(bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Path, str, int]] = []

    def serve(place: Any, *, host: str, port: int, console: object) -> None:
        calls.append((place.root, host, port))
        raise KeyboardInterrupt

    module = types.ModuleType("site_builder.serve")
    module.serve = serve  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "site_builder.serve", module)
    status, _, err = run("serve", "--port", "9000")
    assert calls == [(bank, "127.0.0.1", 9000)]
    assert status == 130
    assert err.strip() == "Stopped."


# --- rules ----------------------------------------------------------------------------------------------------


def test_rules_lists_all(run: Run) -> None:
    status, out, _ = run("rules")
    assert status == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)
    assert all(RULES[line.split()[0]].name in line for line in lines)


@pytest.mark.parametrize("name", ["PB014", "pb014", "yaml-doubtful"])
def test_one_rule(name: str, run: Run) -> None:
    status, out, _ = run("rules", name)
    assert status == 0
    assert out.startswith("PB014 yaml-doubtful (error)\n\nA bare word")
    assert "\nBad:\n\n    district: no\n" in out
    assert '\nGood:\n\n    district: "no"\n' in out


def test_rules_as_json(run: Run) -> None:
    rules = json.loads(run("rules", "--format", "json").out)
    assert [rule["code"] for rule in rules] == sorted(RULES)
    assert list(rules[0]) == ["code", "severity", "name", "summary", "bad", "good"]
    (rule,) = json.loads(run("rules", "PB014", "--format", "json").out)
    assert (rule["severity"], rule["bad"]) == ("error", "district: no")


@pytest.mark.parametrize(
    ("code", "hint"),
    [("PB0014", "'PB014'"), ("yaml-doubtfull", "'yaml-doubtful'"), ("zzz", "lists all of them")],
)
def test_unknown_rule(code: str, hint: str, run: Run) -> None:
    status, out, err = run("rules", code)
    assert (status, out) == (2, "")
    assert f"There is no rule '{code}'." in err
    assert hint in err


# --- schema and new -------------------------------------------------------------------------------------------


def test_schema(run: Run) -> None:
    entry, translation = (
        json.loads(run(*arguments).out) for arguments in (["schema"], ["schema", "--translation"])
    )
    assert entry["title"] == "Practice Bank entry"
    assert translation["title"] == "Practice Bank translation"


def test_new(bank: Path, run: Run) -> None:
    status, out, err = run("new", "swimming-course", "--title", "Swim: a course", "--kind", "event")
    assert (status, err) == (0, "")
    assert out.startswith("Wrote practices/swimming-course.md\n")
    assert "practice-bank validate practices/swimming-course.md" in out
    text = (bank / "practices/swimming-course.md").read_text("utf-8")
    assert "\ntitle: 'Swim: a course'\n" in text
    assert "\nkind: event\n" in text
    assert "\nlanguage: en\n" in text


def test_new_elsewhere(bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bank.parent)
    out = run("--root", "bank", "new", "swimming-course", "--language", "de").out
    assert "practice-bank --root bank validate bank/practices/swimming-course.md" in out
    assert "\n## So funktioniert es\n" in (bank / "practices/swimming-course.md").read_text("utf-8")


def test_new_translation(bank: Path, run: Run) -> None:
    status, out, _ = run("new", "garden", "--translate", "de")
    assert status == 0
    assert "replace each text by its translation" in out
    assert "\nlanguage: de\n" in (bank / "practices/garden.de.md").read_text("utf-8")
    assert run("validate", "practices/garden.de.md").status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["garden"], "practices/garden.md exists already. Nothing was written."),
        (["language-cafe", "--translate", "de"], "practices/language-cafe.de.md exists already."),
        (["Über uns!"], "How about: ueber-uns"),
        (["../../etc/passwd"], "How about: passwd"),
        (["con"], "Windows keeps the name for itself"),
        (["pool", "--language", "fr"], "'fr' is no language of this bank. Possible: de, en."),
        (["pool", "--kind", "practise"], "Did you mean 'practice'?"),
        (["pool", "--title", "x" * 121], "The title has 121 characters."),
        (["garden", "--translate", "fr"], "'fr' is no language of this bank."),
        (["garden", "--translate", "en"], "is written in English already"),
        (["gardn", "--translate", "de"], "There is no entry 'gardn' to translate: did you mean 'garden'?"),
        (
            ["nosuch", "--translate", "de"],
            "There is no entry 'nosuch' to translate. Write the original first.",
        ),
        (["garden", "--translate", "de", "--title", "x"], "--title cannot be used together with --translate"),
    ],
)
def test_new_that_is_refused(arguments: list[str], message: str, bank: Path, run: Run) -> None:
    before = _contents(bank)
    status, out, err = run("new", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert _contents(bank) == before


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the way out ----------------------------------------------------------------------------------------------


def _raising(error: BaseException) -> Callable[..., object]:
    def fail(*arguments: object, **options: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "x.md"), 2, "Error: x.md: Permission denied\n"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "Error: No space left on device\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (ValueError("odd\x1b"), 70, "practice-bank itself, please report it: ValueError: odd\\u001b"),
    ],
)
def test_every_failure_has_a_message_and_a_status(
    error: BaseException, status: int, message: str, bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "read_surroundings", _raising(error))
    outcome = run("validate")
    assert (outcome.status, outcome.out) == (status, "")
    assert message in outcome.err
    assert "Traceback" not in outcome.err


def test_traceback_on_request(bank: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRACTICE_BANK_DEBUG", "1")
    monkeypatch.setattr(checks, "read_surroundings", _raising(ValueError("odd")))
    assert "Traceback" in run("validate").err


def test_closed_pipe(bank: Path) -> None:
    command = f"{sys.executable} -m site_builder.cli schema | head -1; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        ["bash", "-c", command], cwd=bank, env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    assert ended.stdout.splitlines() in (["{", "141"], ["{", "0"])


def test_no_colour_in_a_pipe(bank: Path) -> None:
    replace(bank / "practices/garden.md", "city: at-vienna", "city: at-vienna\ndistrict: no")
    ended = run_apart("validate", cwd=bank)
    assert ended.returncode == 1
    assert "PB014 error" in ended.stdout
    assert "\x1b" not in ended.stdout + ended.stderr


def test_output_that_cannot_hold_every_letter(bank: Path) -> None:
    replace(bank / "practices/garden.md", "title: Neighbours", "title: Łukasz")
    ended = run_apart("search", "garden", "--limit", "1", cwd=bank, PYTHONIOENCODING="latin-1")
    assert ended.returncode == 0
    assert "\\u0141ukasz" in ended.stdout


def test_terminal_gets_colour_unless_it_is_not_wanted(bank: Path) -> None:
    replace(bank / "practices/garden.md", "city: at-vienna", "city: at-vienna\ndistrict: no")
    assert "\x1b[31m" in _in_terminal("validate", cwd=bank)
    assert "\x1b[31m" not in _in_terminal("validate", cwd=bank, NO_COLOR="1")


def _in_terminal(*arguments: str, cwd: Path, **environment: str) -> str:
    """What a terminal is shown."""
    leader, follower = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "site_builder.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdout=follower,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    ):
        os.close(follower)
        shown = b"".join(_parts(leader))
    os.close(leader)
    return shown.decode()


def _parts(terminal: int) -> Iterator[bytes]:
    """What arrives until the other side closes, which Linux reports as an I/O error."""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            yield part
