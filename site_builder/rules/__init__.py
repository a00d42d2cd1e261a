"""The rules: one small function each, registered under its code, one module a family.

PB0xx file and YAML, PB1xx fields, PB2xx body, PB3xx across entries, PB9xx advice. A code is never reused.
"""

from . import across, advice, body, fields, files
from .registry import RULES, Context, Finding, Rule

__all__ = ["RULES", "Context", "Finding", "Rule", "across", "advice", "body", "fields", "files"]
