"""The templates of one language, made ready once for all of its pages.

Writing a page has to be cheap: there are thousands. So a template is compiled with the labels that no value changes
already in its text and without its indentation, and what many pages show alike, as a practice's card, is written once.
"""

import json
import os
import re
import sys
from collections.abc import Hashable, Iterable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro
from jinja2.utils import htmlsafe_json_dumps

from ..language import Language
from ..store import code_digest, digest_of

TEMPLATES = Path(__file__).parent.parent / "templates"
KEPT = Path(__file__).parent / "__pycache__"
PLAIN_LABEL = re.compile(r"\bt\(('[^'\\]+')\)")
"""A label that no value changes, as templates ask for it: ``t('facts')``."""
INDENTATION = re.compile(r"(?<![%#]})\n[ \t]+")
AFTER_A_TAG = re.compile(r"(?<=[%#]})\n[ \t]+")
"""Jinja drops the line break after a tag of its own. Where text follows, a space has to stay between words."""


class Tight(Extension):
    """Puts plain labels into a template when it is compiled, and leaves its indentation out.

    Jinja works out what a filter makes of a constant once, while it compiles. Lines stay where they are, so that the
    message of an error names the right one.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source as it is compiled."""
        tight = AFTER_A_TAG.sub("\n ", INDENTATION.sub("\n", source))
        return PLAIN_LABEL.sub(r"(\1|label)", tight)


class Plain(CodeGenerator):
    """Compiles attributes and calls to those of Python, as our templates ask for nothing else.

    Jinja looks in an item of the same name where there is no such attribute, and hands its own state to functions that
    want it. Both cost more time than what most templates do with the value.
    """

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja's name
        """``practice.title``: an error where there is no such attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    @optimizeconst
    def visit_Call(  # noqa: N802  Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002  as Jinja hands it over
    ) -> None:
        """``t('facts')``; a function that wants Jinja's context does not get it."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            raise NotImplementedError("our templates call functions with plain values")
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class Compiled(BytecodeCache):
    """The compiled templates, which all sites with the same labels share, and which later runs find again.

    They are kept as Python keeps its modules: in the folder of ours, since who may write there is trusted with code
    already, and not where Python is told to keep none.
    """

    _code: dict[tuple[str, str], bytes] = {}  # noqa: RUF012  of the process, not of one site

    def __init__(self, language: Language, folder: Path = KEPT) -> None:
        labels = json.dumps([language.code, language.interface, language.terms], default=str, sort_keys=True)
        self._made_of = digest_of(labels, code_digest())
        self._language, self._folder = language.code, folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled before; jinja2 checks that neither the template nor Python has changed since."""
        if code := self._code.get((self._made_of, bucket.key)) or self._kept(bucket):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        code = self._code[self._made_of, bucket.key] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                self._keep(bucket, self._seal(code) + code)

    def _seal(self, code: bytes) -> bytes:
        """What stands before the code in its file: it tells other versions of us, and what is not whole."""
        return digest_of(self._made_of, code).encode()

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{self._language}.jinja"

    def _kept(self, bucket: Bucket) -> bytes:
        """What an earlier run has kept, if it was made of the same; nothing where it cannot be read."""
        length = len(self._seal(b""))
        with suppress(OSError):
            found = self._file(bucket).read_bytes()
            return found[length:] if found[:length] == self._seal(found[length:]) else b""
        return b""

    def _keep(self, bucket: Bucket, data: bytes) -> None:
        """Put a whole file there at once: others may be reading."""
        aside = self._file(bucket).with_suffix(f".{os.getpid()}")
        aside.write_bytes(data)
        aside.replace(self._file(bucket))


class Prepared(Template):
    """A template whose macros are the same whoever imports them, as no template is given globals of its own."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Templates(Environment):
    """All templates, compiled as this module says."""

    code_generator_class = Plain
    template_class = Prepared

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of all templates, as none is given any of its own: a plain dict is read several times as fast."""
        if d:
            raise NotImplementedError("our templates have no globals of their own")
        return self.globals


def environment(language: Language) -> Environment:
    """The templates of a language, with escaping on and every missing value an error."""
    made = Templates(
        loader=FileSystemLoader(TEMPLATES),
        extensions=[Tight],
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=Compiled(language),
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(t=language.text, n=language.count, term=language.term, code=language.code)
    made.globals.update(language_name=language.language_name, once=Once())
    made.filters.update(
        label=language.text,
        forms=lambda key: str(htmlsafe_json_dumps(language.interface[key], sort_keys=True)),
        number=language.number,
        percent=language.percent,
        date=language.date,
        country=language.country,
        language_label=language.language_name,
    )
    return made


class Once:
    """Writes what many pages show alike only once."""

    def __init__(self) -> None:
        self._written: dict[tuple[Hashable, ...], str] = {}

    def __call__(self, macro: Macro, depends_on: Iterable[Hashable], *values: object) -> str:
        """What the macro writes for these values, of which nothing may matter but what it depends on."""
        key = (macro.name, *depends_on)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = macro(*values)
        return found
