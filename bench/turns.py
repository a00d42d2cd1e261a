"""Measures by turns what the targets compare.

The speed of a machine may change by half within minutes. In one round, it is much the same for all.
"""

from . import beside, ours
from .session import Session
from .texts import first_texts

BY_TURNS = (
    "validate-all-cold",
    "validate-all",
    *beside.names_of("material"),
    "cold",
    "text",
    *beside.names_of("hugo"),
    "text-alone",
)
"""In this order: the first puts aside what our builds have left, and the last leaves the search as it was."""


def measure_by_turns(session: Session, *, entries: int) -> None:
    """Our commands and those of other tools, one after the other, and then once more."""
    place = ours.workplace(session, entries=entries, anew=True)
    said = first_texts(ours.generated(session, entries=entries), entries=entries)
    things = ours.things_of(place)
    for tool in beside.WITH_PAGEFIND:
        things |= beside.things_of(session, tool, said, entries=entries)
    session.measure_by_turns({name: things[name] for name in BY_TURNS}, entries)
    for tool in beside.WITH_PAGEFIND:
        beside.put_tool_aside(session, tool, entries=entries)
