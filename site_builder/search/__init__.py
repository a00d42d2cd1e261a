"""The search index: a bank's editions in Whoosh, one index a language.

An index is made of shards, each a small Whoosh index of the editions whose slugs fall into it, and is searched as one.
A shard is kept under the digest of all that it was made from, so that an edit costs one shard.

``engine`` is the only module that imports Whoosh; ``documents`` says what is indexed, ``compounds`` what of German
words besides, ``cache`` and ``shards`` how it is kept, ``question`` what a text asks, ``language_index`` and ``index``
what is found, and ``plan`` opens it all.
"""

from .engine import analyser
from .index import Index
from .plan import build_index, open_index
from .results import FACETS, Hit, Results
from .shards import Progress

__all__ = ["FACETS", "Hit", "Index", "Progress", "Results", "analyser", "build_index", "open_index"]
