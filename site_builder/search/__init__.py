"""The search index of the command line: a bank's editions in Whoosh, one index a language.

An index is made of shards, each a small Whoosh index of the editions whose slugs fall into it, and is searched as one.
A shard is kept under the digest of all that it was made from, so that an edit costs one shard. The site needs none of
this: its search in the browser has an index of its own.

``engine`` is the only module here that imports Whoosh; ``documents`` says what is indexed, ``cache`` and ``shards`` how
it is kept, ``question`` what a text asks, ``language_index`` and ``index`` what is found, and ``plan`` opens it all.
"""

from ..stems import analyser
from .index import Index
from .plan import Parts, build_index, open_index
from .results import FACETS, Hit, Results
from .shards import Progress

__all__ = ["FACETS", "Hit", "Index", "Parts", "Progress", "Results", "analyser", "build_index", "open_index"]
