"""The stemmer and the stop words of each language, as Whoosh brings them, and so how its words become terms."""

import warnings
from functools import cache

from .words import Analyser, german


@cache
def analyser(language: str) -> Analyser:
    """How the language's words become terms: as they are, but folded, where Whoosh does not know the language.

    There is one for all of a process, so that no word is stemmed twice.
    """
    with warnings.catch_warnings():
        # Whoosh's sources hold invalid escapes, of which Python warns when it first compiles them.
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        from whoosh.lang import NoStemmer, NoStopWords, stemmer_for_language, stopwords_for_language

        try:
            stem = stemmer_for_language(language)
            stop_words = stopwords_for_language(language)
        except (NoStemmer, NoStopWords):
            return Analyser(language)
    return Analyser(language, german(stem) if language == "de" else stem, frozenset(stop_words))
