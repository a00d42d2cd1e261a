"""``python -m site_builder.cli`` is ``practice-bank``."""

from .program import run

run()
