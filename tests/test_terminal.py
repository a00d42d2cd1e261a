"""Whatever an entry holds: no command prints of it what could act on a terminal or be a command to a forge's log."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.cli import main
from site_builder.diagnostics import visible, visible_lines
from site_builder.load import write
from tests.small_bank import CAFE, CAFE_BODY, make_bank, put, replace

Run = Callable[..., str]

ACTS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]|##\[|##vso\[")
FORGED = "::error file=passwd::forged"
PLAIN_ATTACK = f"{FORGED} ##[error]forged ##vso[task.complete] ::stop-commands::x"
HIDDEN_ATTACK = f"\x1b[2J\x1b]0;title\x07 red\r{FORGED}\n{FORGED} \u202egpj.\u200b\u0085"


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small bank, which is also the current folder."""
    root = make_bank(tmp_path.resolve() / "bank")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; all that it prints."""

    def run_it(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main(arguments)
        return "".join(capsys.readouterr())

    return run_it


def assert_harmless(printed: str, *, allowed: int = 0) -> None:
    """Nothing acts on a terminal; and no line is a command, but for those that were asked for."""
    assert ACTS.findall(printed) == []
    commands = [line for line in re.split(r"[\n\r\x85\u2028]", printed) if line.lstrip().startswith("::")]
    assert len(commands) == allowed
    assert all(
        line.startswith(("::error file=practices/", "::warning file=", "::notice file=")) for line in commands
    )


def put_entry(bank: Path, **fields: object) -> None:
    put(bank, "practices/evil.md", write({**CAFE, **fields}, CAFE_BODY))


def put_hidden(bank: Path) -> None:
    """An entry whose title, organisation, topic and keys hold everything that a terminal obeys, written as escapes."""
    text = json.dumps(HIDDEN_ATTACK)
    put_entry(bank, topics=["language"])
    path = bank / "practices/evil.md"
    replace(path, "title: A language café in the public library", f"title: {text}")
    replace(path, "name: City of Kerpen", f"name: {text}")
    replace(path, "- language\n", f"- {text}\n")
    replace(path, "posted:", f"{text}: 1\nposted:")
    replace(path, "city: de-kerpen", f"city: {text}")


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_findings_in_an_entry_full_of_escapes(output_format: str, bank: Path, run: Run) -> None:
    put_hidden(bank)
    printed = run("validate", "--format", output_format)
    assert "practices/evil.md" in printed
    assert_harmless(printed)


def test_findings_as_annotations(bank: Path, run: Run) -> None:
    put_hidden(bank)
    number = len(json.loads(run("validate", "--format", "json")))
    assert_harmless(run("validate", "--format", "github"), allowed=number)


@pytest.mark.parametrize(
    "name", ["::error::x.md", "##[error]x.md", "\x1b[2J.md", "a\n::error::b.md", "a\r::error::b.md"]
)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_the_name_of_a_file(name: str, output_format: str, bank: Path, run: Run) -> None:
    put(bank, f"practices/{name}", write(CAFE, CAFE_BODY))
    printed = run("validate", "--format", output_format)
    assert_harmless(printed)
    assert "PB007" in printed


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_what_a_search_finds(output_format: str, bank: Path, run: Run) -> None:
    summary = f"{'x' * 90} {FORGED} {'y' * 97}{FORGED} language"
    put_entry(bank, title=f"{PLAIN_ATTACK} evil", summary=summary, organisation={"name": PLAIN_ATTACK})
    replace(
        bank / "vocabulary/cities.yml",
        "de-kerpen: {names: {en: Kerpen",
        "de-kerpen: {names: {en: '::error::k'",
    )
    printed = run("search", "evil", "--format", output_format)
    assert "forged" in printed
    assert_harmless(printed)


def test_what_a_search_finds_is_still_json(bank: Path, run: Run) -> None:
    put_entry(bank, title=f"{PLAIN_ATTACK} evil")
    (hit,) = json.loads(run("search", "evil", "--format", "json"))
    assert hit["title"] == f"{PLAIN_ATTACK} evil"


def test_the_bank_that_cannot_be_used(bank: Path, run: Run) -> None:
    put(bank, "bank.yml", f"name: x\nlanguages: [en]\n{json.dumps(HIDDEN_ATTACK)}: 1\n")
    assert_harmless(run("validate"))
    put(bank, "bank.yml", f"name: x\nlanguages: [{FORGED!r}]\n'{PLAIN_ATTACK}': 1\n")
    assert_harmless(run("validate"))


def test_the_keys_of_a_vocabulary(bank: Path, run: Run) -> None:
    for code in ("en", "de"):
        put(bank, f"vocabulary/{code}/topics.yml", f"{json.dumps(HIDDEN_ATTACK)}: {{label: L, inline: l}}\n")
    assert_harmless(run("search", "garden", "--topic", "nothing"))


def test_what_somebody_types(bank: Path, run: Run) -> None:
    assert_harmless(run("search", HIDDEN_ATTACK))
    assert_harmless(run("new", HIDDEN_ATTACK))
    assert_harmless(run("new", "a-cafe", "--title", HIDDEN_ATTACK))
    assert_harmless(run("rules", HIDDEN_ATTACK))
    assert_harmless(run("validate", "practices/" + HIDDEN_ATTACK))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[error]x", r"\u0023#[error]x"),
        ("a ##vso[x]", r"a \u0023#vso[x]"),
        ("###[x]", r"#\u0023#[x]"),
        ("## a heading [1]", "## a heading [1]"),
        ("a::b", "a::b"),
        ("\u061c", r"\u061c"),
    ],
)
def test_a_text_is_no_command_within_a_line(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\u003a:error::x"),
        ("a\n\u00a0\u3000::error::x", "a\n\u00a0\u3000\\u003a:error::x"),
        ("a\n  ::error::x", "a\n  \\u003a:error::x"),
        ("a ::error::x", "a ::error::x"),
    ],
)
def test_no_line_is_a_command(text: str, shown: str) -> None:
    assert visible_lines(text) == shown
