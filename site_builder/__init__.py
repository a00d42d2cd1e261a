"""Practice Bank: a folder of Markdown entries becomes a validated, searchable, multilingual site.

The flow, one module a stage: ``load`` -> ``validate`` -> ``bank`` -> ``search``, ``related`` -> ``pages`` -> ``plugin``.
"""

__version__ = "0.1.0"
