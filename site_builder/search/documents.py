"""What is indexed of an edition: its texts by field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..bank import Bank, Edition
from ..language import Language
from ..names import organisation_names, place_names
from ..translation import phrases

BOOSTS: Mapping[str, float] = MappingProxyType(
    {
        "title": 6.0,
        "summary": 3.0,
        "topics": 2.0,
        "places": 2.0,
        "organisations": 2.0,
        "facts": 1.0,
        "body": 1.0,
        "parts": 0.5,
    }
)
"""The fields of an indexed edition, with the weight of a word found there."""
IN_PAGE_LANGUAGE = frozenset({"topics", "places", "organisations"})
"""The fields whose words are the page's; those of the others are the author's or the translator's."""


@dataclass(frozen=True, slots=True)
class Document:
    """An edition as it is indexed: its texts by field, and the language that it was written in."""

    slug: str
    language: str
    texts: Mapping[str, str]


def document_of(edition: Edition, bank: Bank, language: Language, parts: Iterable[str]) -> Document:
    """What is indexed of an edition, which pages in this language show; ``parts`` are the ends of its compounds."""
    texts = {
        "title": [edition.practice.title],
        "summary": [edition.practice.summary],
        "topics": _labels(edition, bank, language),
        "places": place_names(bank, edition.practice, [language]),
        "organisations": organisation_names(bank, edition.practice),
        "facts": _facts(edition),
        "body": [edition.document.text],
        "parts": parts,
    }
    joined = {name: "\n".join(dict.fromkeys(lines)) for name, lines in texts.items()}
    return Document(edition.slug, edition.text_language, joined)


def _labels(edition: Edition, bank: Bank, language: Language) -> Iterator[str]:
    practice, vocabulary = edition.practice, bank.vocabulary
    for terms, keys in (
        (vocabulary.topics, practice.topics),
        (vocabulary.target_groups, practice.target_groups),
    ):
        for key in keys:
            term = terms[language.code][key]
            yield from (term.label, term.inline)
    yield language.term("kind", practice.kind)


def _facts(edition: Edition) -> Iterator[str]:
    """Goals, steps, results, tips, difficulties: every text of the frontmatter but the title and the summary."""
    data = edition.practice.model_dump(exclude={"title", "summary"}, exclude_none=True)
    return (text for _, text in phrases(data))
