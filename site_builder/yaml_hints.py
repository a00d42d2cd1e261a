"""What to do about the usual slips in YAML, by what its reader says of them."""

SYNTAX_HINTS = {
    "mapping values are not allowed": (
        "text with ': ' in it needs quotes around it, as in title: \"Kerpen: a workshop\"; "
        "otherwise the line is indented too far"
    ),
    "found a tab": "indent with spaces; YAML knows no tabs",
    "violates indentation": "indent with spaces; YAML knows no tabs",
    "missing closing quote": "close the quotation mark that opens here",
    "did not find expected key": (
        "this often means quotation marks that close too early: "
        'write "Kerpen\'s way" in double quotes, or double the apostrophe; '
        "otherwise the line is not indented as those above it"
    ),
    "could not find expected ':'": "this line lacks its colon: write 'field: value'",
    "cannot start any token": "a value that begins with @, ` or % needs quotes around it",
    "did not find expected ','": "close the bracket, and put commas between its items",
    "did not find expected '-'": "indent every item of the list alike, and the next field as the list's own field",
    "entries are not allowed": "begin a list on the line after its field, or put quotes around text with a dash",
    "unknown escape": "in double quotes a backslash is special: write two, or use single quotes",
    "alphabetic or numeric character": "a list item begins with '- '; a value that begins with & or * needs quotes",
}


def hint_on(problem: str) -> str | None:
    """How to mend it; None where that is not known."""
    return next((hint for part, hint in SYNTAX_HINTS.items() if part in problem), None)
