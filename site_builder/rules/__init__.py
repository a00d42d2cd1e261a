"""The rules: one small function each, registered under its code, one module a family.

PB0xx file and YAML, PB1xx fields, PB2xx body, PB3xx across entries, PB9xx advice. A code is never reused.
"""

from . import (
    across,
    advice,
    body,
    fields,
    figures,
    files,
    kinds,
    links,
    people,
    pictures,
    terms,
    timeline,
    translated,
    values,
)
from .outline import Outline, Outlines
from .registry import RULES, Around, Context, Finding, Rule

FAMILIES = {
    "PB0": (files,),
    "PB1": (fields, values, terms, kinds, timeline, figures, people),
    "PB2": (body, links, pictures),
    "PB3": (across, translated),
    "PB9": (advice,),
}

for _code in sorted(RULES):
    RULES[_code] = RULES.pop(_code)

__all__ = ["FAMILIES", "RULES", "Around", "Context", "Finding", "Outline", "Outlines", "Rule"]
