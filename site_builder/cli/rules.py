"""The command ``rules``."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ..diagnostics import Severity, visible
from .choices import did_you_mean, format_option
from .terminal import COLOURS, PROGRAM, as_json, wrapped

if TYPE_CHECKING:
    from ..rules import Rule


@click.command()
@click.argument("code", required=False)
@format_option("text", "json")
def rules(code: str | None, output_format: str) -> None:
    """List the rules that entries are checked against, or explain one.

    CODE is what a finding shows, as PB014, or the rule's name.

    \b
    Examples:
      practice-bank rules
      practice-bank rules PB014
    """
    from ..rules import RULES

    chosen = [_rule(code, RULES)] if code else [RULES[key] for key in sorted(RULES)]
    if output_format == "json":
        click.echo(as_json([_rule_as_object(rule) for rule in chosen]))
    elif code:
        click.echo(_rule_as_text(chosen[0]))
    else:
        click.echo(_rules_as_text(chosen))


def _rule(code: str, known: "Mapping[str, Rule]") -> "Rule":
    by_name = {rule.name: rule for rule in known.values()} | dict(known)
    wanted = code.lower() if code.lower() in by_name else code.upper()
    if wanted in by_name:
        return by_name[wanted]
    hint = did_you_mean(wanted, known) or did_you_mean(code.lower(), by_name)
    message = f"There is no rule '{visible(code)}'. {hint or ''}".strip()
    raise click.BadParameter(f"{message} '{PROGRAM} rules' lists all of them.", param_hint="CODE")


def _rule_as_object(rule: "Rule") -> dict[str, str]:
    names = ("code", "severity", "name", "summary", "bad", "good")
    return {name: str(getattr(rule, name)) for name in names}


def _rule_as_text(rule: "Rule") -> str:
    severity = click.style(str(rule.severity), fg=COLOURS[rule.severity])
    lines = [f"{click.style(rule.code, bold=True)} {rule.name} ({severity})", "", wrapped(rule.summary)]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        lines += ["", f"{title}:", "", textwrap.indent(example, "    ")]
    return "\n".join(lines)


def _rules_as_text(rules: Sequence["Rule"]) -> str:
    name_width = max((len(rule.name) for rule in rules), default=0)
    return "\n".join(_rule_as_line(rule, name_width) for rule in rules)


def _rule_as_line(rule: "Rule", name_width: int) -> str:
    severity_width = max(len(severity) for severity in Severity)
    severity = click.style(f"{rule.severity:<{severity_width}}", fg=COLOURS[rule.severity])
    return f"{click.style(rule.code, bold=True)}  {severity}  {rule.name:<{name_width}}  {rule.summary}"
