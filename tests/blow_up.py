"""Entries that are built to take a parser long, or much memory; run as a program, it measures what each takes.

Each runs in a process of its own, under limits: ``python -m tests.blow_up`` prints one line of JSON a case.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from site_builder.diagnostics import Severity
from site_builder.load import parse
from site_builder.markdown import render
from site_builder.rules import Context
from site_builder.validate import validate
from tests.rules.fixture_bank import BANK, GOOD, context_of

CPU_SECONDS = 10
ADDRESS_SPACE = 1_000_000_000
FULL, LINE = 39_000, 19_000
"""As much as a body, and a line, may hold."""


def lines(line: str, *, size: int = FULL) -> str:
    return f"{line}\n" * (size // (len(line) + 1))


def stairs(step: str, item: str, *, height: int) -> str:
    return "".join(f"{step * number}{item}\n" for number in range(height))


BODIES: Mapping[str, str] = {
    "open brackets": lines("[" * LINE),
    "open brackets, line by line": lines("[" * 80),
    "pictures that never close": lines("![" * (LINE // 2)),
    "links in links": lines("[" * 90 + "a" + "](b)" * 90),
    "links that never close": lines("[a](" * (LINE // 4)),
    "emphasis that opens and closes": lines("*a" * (LINE // 4) + "a*" * (LINE // 4)),
    "nested emphasis": lines("**a " * (LINE // 8) + " a**" * (LINE // 8)),
    "back ticks": lines("".join("`" * number + " " for number in range(1, 190))),
    "comments that never close": lines("<!--" * (LINE // 4)),
    "quotations on one line": lines("> " * (LINE // 2)),
    "quotations like stairs": stairs("> ", "a", height=190),
    "quotations that go on": "> " * 19 + "a\n" + lines("a", size=4800),
    "quotations that go on, less deep": ("> " * 9 + "a\n" + "a\n" * 9) * 240,
    "lists on one line": lines("- " * (LINE // 2)),
    "lists like stairs": stairs("  ", "- a", height=190),
    "lists and quotations": lines("> - 1. " * 2500),
    "list items": lines("- a"),
    "definitions": "".join(f"[a{number}]: b\n" for number in range(3000)),
    "definitions used": "".join(f"[a{n}]: b\n" for n in range(1000)) + "\n" + "[a1] [a999]\n" * 1400,
    "a long definition used": "[a]: " + "b" * LINE + "\n\n" + "[a]" * 6000,
    "a definition that never ends": "[a]: b '\n" * 2400,
    "a wide table": "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|\n" * 2000,
    "a high table": "|a|b|\n|-|-|\n" + "|a|b|\n" * 2400,
    "headings": lines("## a\n"),
    "wiki links": lines("[[other]]" * 2000),
    "wiki links to nothing": lines("[[nothing]] "),
    "wiki links that never close": lines("[[a"),
    "html": lines("<b>"),
    "links within the site": lines("[a](b.md)"),
    "pictures that are not there": lines("![a](images/example/y.png)"),
    "dots": lines("a." * (LINE // 2)),
    "short lines": lines("a"),
    "too long": lines("neighbours meet", size=240_000),
    "too long, in brackets": lines("[" * LINE, size=240_000),
}
HEADERS: Mapping[str, str] = {
    "lists in lists": "a: " + "[" * LINE,
    "mappings in mappings": "a: " + "{a: " * 4000,
    "indentation": "\n".join(" " * number + "a:" for number in range(600)),
    "dashes": "a:\n" + "- " * 9000 + "a",
    "a billion laughs": "a: &a [l, l]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(2000)),
    "the same field": "a: b\n" * 40_000,
    "unknown fields": "".join(f"titl{number}: {{a: [1, 2]}}\n" for number in range(1100)),
    "doubtful words": "".join(f"k{number}: no\n" for number in range(2900)),
    "long names of fields": "".join(f"? {'k' * 15_000}{number}\n: v\n" for number in range(15)),
    "a long text": "district: >\n" + "  a\n" * 40_000,
    "comments": "# a\n" * 50_000,
    "number signs": "district: a " + "#" * LINE,
    "digits": "review_every: " + "9" * LINE,
    "unknown cities": "other_cities:\n" + "".join(f"- de-kerpn{n}\n" for n in range(5500)),
    "unknown entries": "related:\n" + "".join(f"- othr-{n}\n" for n in range(5500)),
    "results": "results:\n" + "- {indicator: a, value: 1, unit: x, source: zz}\n" * 600,
    "breakdowns": "results:\n"
    + "- {indicator: a, value: 1, unit: x, breakdown: [{label: a, value: 1}]}\n" * 400,
    "addresses": "awards:\n" + "- {title: a, url: javascript}\n" * 1100,
    "a long address": "contact: {organisation: a, url: 'https://" + "ü." * 9000 + "'}",
    "a long e-mail address": "contact: {organisation: a, email: '" + "a." * 9000 + "@'}",
    "e-mail addresses in texts": "steps:\n" + ("- " + "a@" * 9000 + "\n") * 12,
    "impossible dates": "milestones:\n" + "- {text: a, date: 2008-13-45}\n" * 1100,
}


def entries() -> dict[str, str]:
    """The text of each case's file: a good entry but for one thing."""
    good, body = (GOOD / "minimal.md").read_text("utf-8").split("\n---\n")
    heading = "\n---\n\n## How it works\n\n"
    return {name: good + heading + text for name, text in BODIES.items()} | {
        f"fields: {name}": f"{good}\n{text}\n---\n{body}" for name, text in HEADERS.items()
    }


def measured(text: str, context: Context) -> dict[str, object]:
    """What validating and rendering the entry takes, and what is found in it."""
    start = time.process_time()
    entry = parse(text, path="practices/example.md")
    around = replace(context, entries=(*context.entries, entry))
    found = validate(around, [entry])
    seconds = time.process_time() - start
    errors = {item.code for item in found if item.severity is Severity.ERROR}
    html = (
        ""
        if errors
        else "".join(
            render(part, wiki_target=lambda _: ("../", "x"), picture_address=str)
            for part in around.document(entry).sections
        )
    )
    return {
        "seconds": round(seconds, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "html": len(html),
        "findings": len(found),
        "errors": sorted(errors),
    }


def limited(text: str, context: Context) -> None:
    """Print what the entry takes; a process that takes more than the limits is ended by the system."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    print(json.dumps(measured(text, context)), end="", flush=True)  # noqa: T201


def main() -> None:
    """Measure each case in a child of this process."""
    context = context_of(BANK)
    validate(context)
    for name, text in entries().items():
        print(f"\n{json.dumps(name)}\t", end="", flush=True)  # noqa: T201
        run_apart(partial(limited, text, context))


def run_apart(step: partial[None]) -> None:
    """Run a step in a child of its own."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        step()
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
