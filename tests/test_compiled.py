"""Templates are compiled with the labels in them and without indentation, and what many pages show is written once."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError

from site_builder.language import Language, MissingLabel
from site_builder.pages import templates
from site_builder.pages.templates import Compiled, Once, environment

LABELS = {
    "facts": "Facts & <figures>",
    "greeting": "Hello {name}",
    "forms": {"one": "'1'", "other": "{number}"},
}


def of(labels: Mapping[str, object] = LABELS) -> Environment:
    return environment(Language(code="en", interface=labels))


def written(source: str, **values: object) -> str:
    return of().from_string(source).render(**values)


def compiled(source: str) -> str:
    return str(of().compile(source, raw=True))


# --- labels ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ t('facts') }}",
        "<h2>{{ t('facts') }}</h2>",
        "<p title=\"{{ t('facts') }}\">",
        "{{ ('x', t('facts'))[1] }}",
        "{% if shown %}{{ t('facts') }}{% else %}no{% endif %}",
        "{% macro m() %}{{ t('facts') }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_label_that_no_value_changes_is_compiled_into_the_template(source: str) -> None:
    assert "Facts" in compiled(source)
    assert "Facts &amp; &lt;figures&gt;" in written(source, shown=True)


def test_a_label_with_a_value_is_filled_for_each_page() -> None:
    template = of().from_string("{{ t('greeting', name=name) }}")
    assert [template.render(name=name) for name in ("<b>", "x")] == ["Hello &lt;b&gt;", "Hello x"]


def test_the_forms_of_a_plural_reach_a_script_as_json() -> None:
    html = written("<p data-pb-text-forms=\"{{ 'forms'|forms }}\">")
    assert (
        html
        == '<p data-pb-text-forms="{&#34;one&#34;: &#34;\\u00271\\u0027&#34;, &#34;other&#34;: &#34;{number}&#34;}">'
    )


def test_a_label_that_is_missing_is_an_error_where_it_is_shown() -> None:
    template = of().from_string("{% if shown %}{{ t('no_such') }}{% endif %}")
    assert template.render(shown=False) == ""
    with pytest.raises(MissingLabel):
        template.render(shown=True)


def test_other_labels_are_never_taken_from_a_template_that_was_compiled_before() -> None:
    source = "{% import 'macros.html' as m %}{{ m.breadcrumb([], none) }}"
    labels = ("You are here", "Where you are")
    found = [of({**LABELS, "breadcrumb": label}).from_string(source).render() for label in labels]
    assert [label in html for label, html in zip(labels, found, strict=True)] == [True, True]


# --- white space ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<ul>\n    <li>a</li>\n    <li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("a\n  {{ 'b' }}", "a\nb"),
        ("{% if x %}a{% endif %}\n   b", "a b"),
        ("<p>\n  {% if x %}\n  <b>a</b>\n  {% endif %}\n</p>", "<p>\n <b>a</b>\n</p>"),
        ("{# said #}\n  a", " a"),
    ],
)
def test_indentation_is_left_out_and_words_stay_apart(source: str, html: str) -> None:
    assert written(source, x=True) == html


def test_the_white_space_of_a_value_stays() -> None:
    assert written("<pre>{{ x }}</pre>", x="a\n    b") == "<pre>a\n    b</pre>"


def test_an_error_names_the_line_of_the_template() -> None:
    with pytest.raises(MissingLabel) as caught:
        written("<p>\n\n   <b>\n   {{ t('no_such') }}")
    assert any(entry.lineno + 1 == 4 and "template" in str(entry.path) for entry in caught.traceback)


# --- what templates ask for -----------------------------------------------------------------------------------


class Thing:
    name = "<x>"

    def said(self, *words: str, end: str = "!") -> str:
        return " ".join(words) + end


def test_attributes_and_calls_are_those_of_python_and_escaped() -> None:
    assert written("{{ it.name }} {{ it.said('a', '<', end='?') }}", it=Thing()) == "&lt;x&gt; a &lt;?"


@pytest.mark.parametrize("source", ["{{ no_such.name }}", "{{ no_such }}", "{{ no_such() }}"])
def test_a_value_that_is_missing_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        written(source)


def test_an_attribute_that_is_missing_is_an_error() -> None:
    with pytest.raises(AttributeError):
        written("{{ it.no_such }}", it=Thing())


@pytest.mark.parametrize("source", ["{{ f(*a) }}", "{{ f(**a) }}", "{% call f() %}x{% endcall %}"])
def test_a_call_of_a_form_that_no_template_has_is_refused(source: str) -> None:
    with pytest.raises(NotImplementedError):
        of().from_string(source)


# --- once -----------------------------------------------------------------------------------------------------


def test_what_many_pages_show_is_written_once_for_what_it_depends_on() -> None:
    seen: list[str] = []

    def look(item: str) -> str:
        seen.append(item)
        return item

    source = "{% macro card(item) %}<b>{{ look(item) }}</b>{% endmacro %}{{ once(card, (item,), item) }}"
    template = of().from_string(source)
    html = [template.render(item=item, look=look) for item in "ab<ab<"]
    assert html == ["<b>a</b>", "<b>b</b>", "<b>&lt;</b>"] * 2
    assert seen == ["a", "b", "<"]


def test_each_site_writes_anew() -> None:
    first, second = of(), of()
    assert isinstance(first.globals["once"], Once)
    assert first.globals["once"] is not second.globals["once"]


# --- what is kept for later runs -----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates are kept; Python keeps its modules, too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(Compiled, "_code", {})
    return tmp_path


def compiles(folder: Path, monkeypatch: pytest.MonkeyPatch, labels: Mapping[str, object] = LABELS) -> int:
    """How many templates a new run compiles that asks for one, and for those that it needs."""
    Compiled._code.clear()
    made = of(labels)
    made.bytecode_cache = Compiled(Language(code="en", interface=labels), folder)
    count = [0]
    compile_ = made.compile

    def counted(*values: Any, **options: Any) -> Any:
        count[0] += 1
        return compile_(*values, **options)

    monkeypatch.setattr(made, "compile", counted)
    made.get_template("redirect.html")
    return count[0]


def test_a_later_run_compiles_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [compiles(folder, monkeypatch) for _ in range(3)] == [1, 0, 0]
    assert len(list(folder.iterdir())) == 1


def test_other_labels_are_compiled_anew_in_the_same_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiles(folder, monkeypatch) == 1
    assert compiles(folder, monkeypatch, {**LABELS, "facts": "Others"}) == 1
    assert compiles(folder, monkeypatch) == 1
    assert len(list(folder.iterdir())) == 1


def test_what_other_code_has_compiled_is_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Constants are written as our code, and CLDR, say when a template is compiled."""
    compiles(folder, monkeypatch)
    monkeypatch.setattr(templates, "code_digest", lambda: "another version")
    assert [compiles(folder, monkeypatch) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-9],
        lambda data: b"x" + data,
        lambda data: data[:70],
        lambda data: data[:50],
    ],
)
def test_what_is_spoilt_is_compiled_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[bytes], bytes]
) -> None:
    compiles(folder, monkeypatch)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert compiles(folder, monkeypatch) == 1
    assert file.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiles(folder, monkeypatch) == 1
    assert list(folder.iterdir()) == []


def test_where_nothing_can_be_kept_templates_are_compiled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert compiles(folder / "missing", monkeypatch) == 1
