"""PB9xx: advice. Nothing here keeps an entry out of the bank."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from ..dates import months_after
from ..diagnostics import Severity
from ..load import Entry
from ..vocabulary import slugify
from .misfits import number, shown
from .people import people
from .registry import Context, Finding, rule
from .timeline import date_at

SHORTEST_SUMMARY = 40
SHORTEST_NAME = 8
MONTHS_AHEAD = 3
EMPTY_WORDS = frozenset(
    "here;click here;this;this link;link;read more;more;hier;dieser link;weiter;mehr".split(";")
)
WORK = (None, "practice", "programme")
GOING_ON = ("planned", "running")
OPENING, CLOSING = "“„”«»‘\u201a’", "”“»«’‘"
ENDED = ("completed", "mainstreamed", "discontinued")


@rule("PB901", "link-text", Severity.ADVICE)
def link_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link whose text does not say where it leads: those who listen to a page often hear only its links.

    Bad:

        The report is [here](https://www.example.org/report).

    Good:

        See the [final report of 2009](https://www.example.org/report).
    """
    for link in context.document(entry).links:
        text = link.text.strip().rstrip(".").casefold()
        if link.kind == "web" and (not text or text in EMPTY_WORDS):
            position = entry.body_position(link.line, link.column)
            yield Finding(
                position, f"the link's text {shown(link.text)} says nothing", "name what it leads to"
            )


@rule("PB902", "short-summary", Severity.ADVICE)
def short_summary(entry: Entry, context: Context) -> Iterator[Finding]:
    """A summary of less than 40 characters: it cannot say what was done and what came of it.

    Bad:

        summary: A workshop in Kerpen

    Good:

        summary: Forty people took stock of integration in two days. The council adopted their plan.
    """
    summary = entry.get("summary")
    is_short = isinstance(summary, str) and len(summary.strip()) < SHORTEST_SUMMARY
    if is_short and 0 < _width(summary.strip()) < SHORTEST_SUMMARY:
        hint = "say what was done, for whom, and what came of it"
        yield Finding(entry.position("summary"), f"the summary has only {len(summary)} characters", hint)


def _width(text: str) -> int:
    """The length of a text, in which a character of Chinese, Japanese or Korean counts for three."""
    return sum(3 if character > "\u2e80" else 1 for character in text)


@rule("PB903", "no-results", Severity.ADVICE)
def no_results(entry: Entry, context: Context) -> Iterator[Finding]:
    """Work that has ended, with neither a result nor an evaluation: "did it work?" is what cities ask first.

    Bad:

        status: completed

    Good:

        status: completed
        results:
          - {indicator: Graduates, value: 12, unit: people, source: report}
    """
    if _has_ended(entry) and not entry.get("results") and not entry.get("evaluation"):
        hint = "add 'results' or 'evaluation', if a source gives some"
        yield Finding(
            entry.position("status"), f"the work is {entry.get('status')}, but no result is given", hint
        )


def _has_ended(entry: Entry) -> bool:
    kind, status = entry.get("kind"), entry.get("status")
    return not entry.is_translation and kind in WORK and status in ENDED


@rule("PB904", "no-lessons", Severity.ADVICE)
def no_lessons(entry: Entry, context: Context) -> Iterator[Finding]:
    """Work that has ended, with nothing that others could learn from it.

    Bad:

        status: completed

    Good:

        status: completed
        difficulties:
          - what: Few parents came at first
            response: The meetings moved to the nursery
    """
    given = any(entry.get(field) for field in ("difficulties", "tips", "evaluation"))
    if _has_ended(entry) and not given and not _has_lessons(entry, context):
        message = f"the work is {entry.get('status')}, but no lesson is given"
        yield Finding(
            entry.position("status"), message, "add 'difficulties', 'tips', or the heading for lessons"
        )


def _has_lessons(entry: Entry, context: Context) -> bool:
    names = {language.headings.get("lessons", "").casefold() for language in context.languages.values()}
    document = context.document(entry)
    return bool(document.excess) or any(
        (section.title or "").casefold() in names for section in document.sections
    )


@rule("PB905", "no-money", Severity.ADVICE)
def no_money(entry: Entry, context: Context) -> Iterator[Finding]:
    """Work that has ended, with neither money nor people named: "what does it take?" cannot be answered.

    Bad:

        status: completed

    Good:

        status: completed
        funding:
          - {source: State of Hesse, level: regional, share: 80}
    """
    if _has_ended(entry) and not entry.get("funding") and not entry.get("resources"):
        message = f"the work is {entry.get('status')}, but nothing says what it took"
        yield Finding(
            entry.position("status"), message, "add 'funding' or 'resources', if a source gives some"
        )


@rule("PB906", "review-overdue", Severity.ADVICE, dated=True)
def review_overdue(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that nobody has looked at for longer than its review_every: it may no longer be true.

    Bad:

        reviewed: 2019-03-01
        review_every: 24

    Good:

        reviewed: 2026-03-01
        review_every: 24
    """
    fields = ("posted", "updated", "reviewed")
    months = entry.get("review_every")
    months = months if isinstance(months, int) and not isinstance(months, bool) and 1 <= months <= 120 else 24
    days = [(found.last, field) for field in fields if (found := date_at(entry, field))]
    if days and context.is_past(_after(max(days)[0], months)):
        last, field = max(days)
        message = f"nobody has looked at the entry since {last}"
        yield Finding(
            entry.position(field), message, "check that it is still true, then set 'reviewed' to that day"
        )


def _after(day: date, months: int) -> date:
    """The first day of the month that lies so many months, and one, after this day."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1)


def _organisation_keys(context: Context) -> Mapping[str, int]:
    """How often each organisation is named in the bank; those of the vocabulary count as named most often."""
    named = Counter(_names_of_organisations(context))
    keys = context.vocabulary.organisation_keys
    for slug, count in [(slug, named.pop(slug)) for slug in named.keys() & keys.keys()]:
        named[keys[slug]] += count
    return {**named, **dict.fromkeys(context.vocabulary.organisations, 1_000_000)}


def _names_of_organisations(context: Context) -> list[str]:
    """The organisations as entries name them, once for each time."""
    lines = "\n".join(filter(None, context.outlines.column("organisations")))
    return lines.split("\n") if lines else []


def _misspellings(context: Context) -> Mapping[str, set[str]]:
    """Of each organisation those that are one letter off: with one letter left out they are written alike."""
    first: dict[str, str] = {}
    spelled_alike: dict[str, set[str]] = defaultdict(set)
    for key in context.once(_organisation_keys):
        for spelling in _without_a_letter(key):
            if first.setdefault(spelling, key) != key:
                spelled_alike[spelling] |= {first[spelling], key}
    found: dict[str, set[str]] = defaultdict(set)
    for group in spelled_alike.values():
        for key in group:
            found[key] |= group - {key}
    return found


def _misspelt(key: str, context: Context) -> set[str]:
    """The organisations that are one letter off this one."""
    if not (context.around and context.around.is_for_few):
        return context.once(_misspellings).get(key, set())
    if not (spellings := _without_a_letter(key)):
        return set()
    likely = _likely_misspellings(key.replace("-", ""), context.once(_organisations_by_length))
    return {other for other in likely if other != key and not spellings.isdisjoint(_without_a_letter(other))}


OrganisationsByLength = Mapping[int, Sequence[tuple[str, str]]]
"""Organisations, each with how it is written without hyphens, by the number of its letters."""


def _likely_misspellings(letters: str, by_length: OrganisationsByLength) -> Iterator[str]:
    """The organisations that are about as long, and have a third of these letters in one piece."""
    one, two, three = _thirds(letters)
    for length in (len(letters) - 1, len(letters), len(letters) + 1):
        for key, own in by_length.get(length, ()):
            if one in own or two in own or three in own:
                yield key


def _thirds(letters: str) -> tuple[str, str, str]:
    """A word in three parts. Where one letter is left out of it, and one of another word, one part stays whole."""
    first, second = len(letters) // 3, len(letters) * 2 // 3
    return letters[:first], letters[first:second], letters[second:]


def _organisations_by_length(context: Context) -> OrganisationsByLength:
    """The organisations that ``_organisation_keys`` counts."""
    vocabulary = context.vocabulary
    unknown = set(_names_of_organisations(context)).difference(vocabulary.organisation_keys)
    found = defaultdict(list)
    for key in unknown.union(vocabulary.organisations):
        letters = key.replace("-", "")
        found[len(letters)].append((key, letters))
    return found


def _without_a_letter(key: str) -> set[str]:
    letters = key.replace("-", "")
    if len(letters) < SHORTEST_NAME:
        return set()
    shorter = {letters[:at] + letters[at + 1 :] for at, letter in enumerate(letters) if not letter.isdigit()}
    return {letters, *shorter}


@rule("PB907", "organisation-spelling", Severity.ADVICE, across=True)
def organisation_spelling(entry: Entry, context: Context) -> Iterator[Finding]:
    """An organisation whose name is one letter off another one's: it would get a page of its own.

    Bad:

        organisation: {name: City of Kerpne}

    Good:

        organisation: {name: City of Kerpen}
    """
    known, outline = context.vocabulary.organisations, context.outline(entry)
    for path, slug in zip(outline.organisation_paths, outline.organisations.split("\n"), strict=False):
        key = context.vocabulary.organisation_keys.get(slug, slug)
        near = _misspelt(key, context) if key not in known else ()
        counts = context.once(_organisation_keys) if near else {}
        better = [other for other in near if (-counts[other], other) < (-counts[key], key)]
        if better:
            best = min(better, key=lambda other: (-counts[other], other))
            message = f"{shown(entry.get(*path))} is nearly the name of '{best}'"
            hint = "use one spelling, or list both organisations in vocabulary/organisations.yml"
            yield Finding(entry.position(*path), message, hint)


@rule("PB908", "planned-in-the-past", Severity.ADVICE, dated=True)
def planned_in_the_past(entry: Entry, context: Context) -> Iterator[Finding]:
    """Work that is said to be planned although its start is past: it may have begun.

    Bad:

        status: planned
        period: {start: 2020}

    Good:

        status: running
        period: {start: 2020}
    """
    if entry.get("status") != "planned":
        return
    start, end = date_at(entry, "period", "start"), date_at(entry, "period", "end")
    is_over = end is not None and context.is_past(end.last)
    if start and context.is_past(start.last) and not is_over:
        yield Finding(entry.position("status"), f"planned, but the period started {start}", "running by now?")


@rule("PB909", "title-style", Severity.ADVICE)
def title_style(entry: Entry, context: Context) -> Iterator[Finding]:
    """A title in capitals, or with a full stop: it shouts, or stumbles, in every list that it stands in.

    Bad:

        title: INTEGRATION WORKSHOP KERPEN.

    Good:

        title: Kerpen wrote its strategy with migrants
    """
    title = entry.get("title")
    if isinstance(title, str) and (title.endswith(".") and not title.endswith("..")):
        yield Finding(entry.position("title"), "the title ends with a full stop", "leave it out")
    elif isinstance(title, str) and title.isupper() and len(title) > SHORTEST_NAME and title != title.lower():
        yield Finding(entry.position("title"), "the title is all in capitals", "write it as a sentence")


@rule("PB910", "summary-repeats-title", Severity.ADVICE)
def summary_repeats_title(entry: Entry, context: Context) -> Iterator[Finding]:
    """A summary that only says the title again: cards show the two one below the other.

    Bad:

        title: Kerpen wrote its integration strategy with migrants
        summary: Kerpen wrote its integration strategy with migrants.

    Good:

        title: Kerpen wrote its integration strategy with migrants
        summary: Forty people took stock in two days. The council adopted their plan.
    """
    title, summary = entry.get("title"), entry.get("summary")
    if isinstance(title, str) and isinstance(summary, str) and slugify(title) == slugify(summary):
        yield Finding(entry.position("summary"), "the summary only repeats the title", "say what came of it")


@rule("PB911", "consent-lapses", Severity.ADVICE, dated=True)
def consent_lapses(entry: Entry, context: Context) -> Iterator[Finding]:
    """A consent that is older than its term (consent_term in bank.yml), or will be within three months.

    Once any entry of the bank records a day after the term, the pages leave out what the consent covered.

    Bad:

        consent: 2019-03-01

    Good:

        consent: 2026-03-01
    """
    for path, _, _ in people(entry):
        consent = date_at(entry, *path, "consent")
        last = months_after(consent.last, context.settings.consent_term) if consent else None
        if last and context.is_past(_notice(last)):
            verb = "lapsed" if context.is_past(last) else "lapses"
            hint = "ask again and write the new date, or delete what it covers from the file"
            yield Finding(
                entry.position(*path, "consent"), f"the consent of {consent} {verb} after {last}", hint
            )


def _notice(day: date) -> date:
    """The last day before it is said that something ends on this day: then MONTHS_AHEAD later is not after it."""
    notice = months_after(day, -MONTHS_AHEAD)
    while months_after(notice + timedelta(days=1), MONTHS_AHEAD) <= day:
        notice += timedelta(days=1)
    return notice


@rule("PB912", "quotes-around-text", Severity.ADVICE)
def quotes_around_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A title or summary within “typographic” quotation marks: YAML knows only plain ones, and these are shown.

    Bad:

        title: “Kerpen: a workshop”

    Good:

        title: "Kerpen: a workshop"
    """
    for field in ("title", "summary"):
        text = entry.get(field)
        if isinstance(text, str) and _is_quoted(text.strip()):
            message = f"the {field} is shown with its quotation marks"
            yield Finding(entry.position(field), message, 'type plain ones, as in "…", or none')


def _is_quoted(text: str) -> bool:
    inner = text[1:-1]
    return (
        bool(inner)
        and text[0] in OPENING
        and text[-1] in CLOSING
        and not any(mark in inner for mark in OPENING + CLOSING)
    )


@rule("PB913", "share-as-fraction", Severity.ADVICE)
def share_as_fraction(entry: Entry, context: Context) -> Iterator[Finding]:
    """A share of less than one: shares are per cent here, so that 0.8 is less than a hundredth of the money.

    Bad:

        share: 0.8

    Good:

        share: 80
    """
    for index, item in entry.items("funding"):
        share = number(item.get("share"))
        if share is not None and 0 < share < 1:
            message, hint = f"a share of {share} per cent", f"did you mean {(share * 100).normalize():f}?"
            yield Finding(entry.position("funding", index, "share"), message, hint)


@rule("PB914", "ended-by-now", Severity.ADVICE, dated=True)
def ended_by_now(entry: Entry, context: Context) -> Iterator[Finding]:
    """Work that is said to be planned or running although its end is past: readers would ask for it in vain.

    Bad:

        status: running
        period: {start: 2006, end: 2010}

    Good:

        status: completed
        period: {start: 2006, end: 2010}
    """
    status = entry.get("status")
    end = date_at(entry, "period", "end") if status in GOING_ON else None
    if end and context.is_past(end.last):
        hint = "one of completed, mainstreamed, discontinued; or delete the end"
        yield Finding(entry.position("status"), f"the status is '{status}', but the period ended {end}", hint)
