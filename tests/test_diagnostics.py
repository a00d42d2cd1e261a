"""How findings are written for a person, a program and a forge, whatever an entry holds."""

import json

import pytest

from site_builder.diagnostics import Diagnostic, Position, Severity, as_github, as_json, as_text, visible

TOPIC = Diagnostic(
    "practices/ci/x.md",
    Position(4, 11),
    "PB103",
    Severity.ERROR,
    "unknown topic 'educatoin'",
    "did you mean 'education'?",
)
EVIL = Diagnostic(
    "practices/a:b,c\n::error::x.md",
    Position(1, 1),
    "PB007",
    Severity.WARNING,
    "50 %\r\n::error file=passwd::forged \x1b[31mred\x1b[0m \u202eevil\u200b",
    "a\n::stop-commands::x",
)


def test_text_is_a_line_and_its_hint() -> None:
    assert as_text([TOPIC]) == (
        "practices/ci/x.md:4:11: PB103 error: unknown topic 'educatoin'\n    hint: did you mean 'education'?\n"
    )


def test_text_of_a_finding_without_hint_is_one_line() -> None:
    plain = Diagnostic("x.md", Position(), "PB905", Severity.ADVICE, "no money")
    assert as_text([plain]) == "x.md:1:1: PB905 advice: no money\n"


def test_text_shows_every_character_that_would_hide_or_forge_something() -> None:
    text = as_text([EVIL])
    assert text.count("\n") == 2
    assert not set("\r\x1b\u202e\u200b") & set(text)
    assert r"\u001b[31mred" in text
    assert r"\u202eevil\u200b" in text


def test_json_is_a_list_of_objects_with_these_keys() -> None:
    assert json.loads(as_json([TOPIC])) == [
        {
            "code": "PB103",
            "severity": "error",
            "filename": "practices/ci/x.md",
            "location": {"row": 4, "column": 11},
            "message": "unknown topic 'educatoin'",
            "hint": "did you mean 'education'?",
        }
    ]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(as_json([])) == []


def test_json_can_always_be_encoded() -> None:
    undecodable = Diagnostic("practices/\udcff.md", Position(), "PB007", Severity.ERROR, "'\udcff'")
    as_json([undecodable, EVIL]).encode()


def test_json_keeps_accents() -> None:
    assert "Köln" in as_json([Diagnostic("x.md", Position(), "PB103", Severity.ERROR, "Köln")])


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("warning", "warning"), ("advice", "notice")]
)
def test_github_has_a_command_for_each_severity(severity: str, command: str) -> None:
    line = as_github([Diagnostic("x.md", Position(2, 3), "PB001", Severity(severity), "wrong")])
    assert line == f"::{command} file=x.md,line=2,col=3,title=PB001::wrong\n"


def test_github_puts_the_hint_behind_the_message() -> None:
    assert as_github([TOPIC]).endswith("::unknown topic 'educatoin' (hint: did you mean 'education'?)\n")


def test_github_commands_cannot_be_forged() -> None:
    text = as_github([EVIL])
    assert text.count("\n") == 1
    assert text.startswith("::warning file=practices/a%3Ab%2Cc\\u000a%3A%3Aerror%3A%3Ax.md,line=1,")
    assert "50 %25" in text
    assert "\r" not in text


def test_findings_are_sorted_by_file_then_place_then_code() -> None:
    def at(path: str, row: int, column: int, code: str) -> Diagnostic:
        return Diagnostic(path, Position(row, column), code, Severity.ERROR, "")

    ordered = [
        at("a", 1, 2, "PB2"),
        at("a", 2, 1, "PB1"),
        at("a", 10, 1, "PB1"),
        at("a", 10, 1, "PB3"),
        at("b", 1, 1, "PB1"),
    ]
    assert sorted([ordered[4], ordered[2], ordered[0], ordered[3], ordered[1]]) == ordered


def test_ordinary_text_of_any_script_is_shown_as_it_is() -> None:
    assert visible("Köln – “日本” مصر 🎉") == "Köln – “日本” مصر 🎉"
