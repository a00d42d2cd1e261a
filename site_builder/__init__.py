"""Practice Bank: a folder of Markdown entries becomes a validated, searchable, multilingual site.

The flow, one module a stage: ``load``, ``validate``, ``bank``, ``search``, ``related``, ``pages``, ``build``.
"""

__version__ = "0.1.0"
