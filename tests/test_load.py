"""path -> Entry: each trap that the libraries leave open is closed, and every position is right."""

import os
import socket
from decimal import Decimal
from pathlib import Path

import pytest

from site_builder.diagnostics import Position
from site_builder.load import (
    MAX_BYTES,
    MAX_LINE_LENGTH,
    Entry,
    Problem,
    StoredEntry,
    decode,
    load,
    parse,
    write,
)
from site_builder.settings import Place
from site_builder.validate import entry_files


def entry(text: str, *, path: str = "practices/example.md") -> Entry:
    return parse(text, path=path)


def with_header(header: str) -> Entry:
    return entry(f"---\n{header}\n---\n\n## How it works\n")


def kinds(item: Entry) -> list[str]:
    return [problem.kind for problem in item.problems]


class TestFences:
    def test_a_header_and_a_body(self) -> None:
        item = entry("---\ntitle: Ulm\n---\nText\n")
        assert (item.data, item.body, item.problems) == ({"title": "Ulm"}, "Text\n", ())

    @pytest.mark.parametrize(
        "text", ["", "\n", "title: Ulm\n---\n", "\n---\ntitle: Ulm\n---\n", "--\n", "----\na: 1\n----\n"]
    )
    def test_without_an_opening_fence_nothing_is_read(self, text: str) -> None:
        assert entry(text).problems == (Problem("no-frontmatter", Position(1, 1)),)

    @pytest.mark.parametrize(
        "text", ["---", "---\ntitle: Ulm\n", "---\ntitle: Ulm\n ---\nText", "---\ntitle: Ulm\n----\n"]
    )
    def test_an_unclosed_fence_is_no_empty_frontmatter(self, text: str) -> None:
        item = entry(text)
        assert kinds(item) == ["unclosed-frontmatter"]
        assert item.schema_errors == ()

    @pytest.mark.parametrize("header", ["- a\n- b", "text", "", "# a comment", "42", "[a, b]"])
    def test_a_header_that_is_no_mapping(self, header: str) -> None:
        assert kinds(with_header(header)) == ["not-a-mapping"]

    def test_white_space_after_a_fence_does_not_matter(self) -> None:
        assert entry("---  \ntitle: Ulm\n---\t\nText").data == {"title": "Ulm"}

    def test_a_rule_in_the_body_is_part_of_the_body(self) -> None:
        item = entry("---\ntitle: Ulm\n---\nAbove\n\n---\n\nBelow\n")
        assert item.body == "Above\n\n---\n\nBelow\n"

    def test_three_dashes_in_a_text_do_not_close_the_header(self) -> None:
        assert entry("---\ntitle: |\n  a\n  ---\n  b\n---\n").data == {"title": "a\n---\nb"}


class TestRows:
    def test_blank_lines_before_the_body_are_kept_and_counted(self) -> None:
        item = entry("---\ntitle: Ulm\n---\n\n\n\nText\n")
        assert item.body == "\n\n\nText\n"
        assert item.body_position(item.body.split("\n").index("Text")) == Position(7, 1)

    def test_a_file_that_ends_with_its_fence(self) -> None:
        item = entry("---\ntitle: Ulm\n---")
        assert (item.body, item.body_row) == ("", 3)

    def test_keys_and_values_have_their_rows_and_columns(self) -> None:
        item = with_header("title: Ulm\n\n# a comment\ntopics: [a, bb]\nresults:\n  - value: 1\n    unit: x")
        assert item.key_position("topics") == Position(5, 1)
        assert item.position("topics", 1) == Position(5, 13)
        assert item.position("results", 0, "unit") == Position(8, 11)
        assert item.key_position("results", 0, "unit") == Position(8, 5)

    def test_columns_count_characters_not_bytes(self) -> None:
        assert with_header("title: {👩‍👧: Köln, ß: x}").position("title", "ß") == Position(2, 23)

    def test_a_place_that_is_not_there_is_that_of_what_is_around_it(self) -> None:
        item = with_header("period: {start: 2008}")
        assert item.position("period", "end") == Position(2, 9)
        assert item.position("city") == Position(1, 1)


class TestYaml:
    def test_a_repeated_key_is_reported_and_the_first_kept(self) -> None:
        item = with_header("title: First\ntitle: Second")
        assert item.problems == (Problem("duplicate-key", Position(3, 1), "title"),)
        assert item.data == {"title": "First"}

    def test_a_repeated_key_is_found_at_any_depth(self) -> None:
        assert kinds(with_header("results:\n  - {value: 1, value: 2}")) == ["duplicate-key"]

    @pytest.mark.parametrize("word", ["no", "NO", "yes", "on", "Off", "y", "N"])
    def test_a_word_that_yaml_reads_as_true_or_false_is_text_and_doubtful(self, word: str) -> None:
        item = with_header(f"district: {word}")
        assert item.data == {"district": word}
        assert item.problems == (Problem("yaml-doubtful", Position(2, 11), word),)

    @pytest.mark.parametrize("number", ["012", "0x1F", "0o17", "1e3", "1.5E+3", ".inf", "-.INF", ".nan"])
    def test_a_number_that_readers_read_differently_is_doubtful(self, number: str) -> None:
        assert kinds(with_header(f"value: {number}")) == ["yaml-doubtful"]

    @pytest.mark.parametrize("text", ["no", "1.10", "2008", "012", "~", "true", "#1"])
    def test_quotes_make_text_of_anything(self, text: str) -> None:
        assert with_header(f'title: "{text}"').data == {"title": text}

    def test_decimals_keep_their_digits(self) -> None:
        value = with_header("value: 1.10").data["value"]
        assert isinstance(value, Decimal)
        assert str(value) == "1.10"

    @pytest.mark.parametrize(
        ("text", "value"),
        [("0", 0), ("-7", -7), ("true", True), ("False", False), ("~", None), ("", None), ("null", None)],
    )
    def test_plain_values(self, text: str, value: object) -> None:
        assert with_header(f"value: {text}").data == {"value": value}

    @pytest.mark.parametrize(
        "text", ["2008-11-03", "2008-11", "1_000", "12:30", "190:20:30", "1" * 21, "1,5", "=", "١٢"]
    )
    def test_everything_else_is_text(self, text: str) -> None:
        assert with_header(f"value: {text}").data == {"value": text}

    def test_an_alias_is_refused_before_it_can_explode(self) -> None:
        lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
        lines += [
            f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ]
        item = with_header("\n".join(lines))
        assert item.problems == (Problem("yaml-alias", Position(2, 4)),)
        assert item.data == {}

    @pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [id]", "!x y", "!!str 5", "! z"])
    def test_tags_are_refused(self, tag: str) -> None:
        assert kinds(with_header(f"title: {tag}")) == ["yaml-tag"]

    def test_a_merge_key_is_only_an_unknown_field(self) -> None:
        assert with_header("<<: {title: Ulm}").data == {"<<": {"title": "Ulm"}}

    @pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "? [a]\n"])
    def test_a_key_that_is_no_word(self, key: str) -> None:
        assert "yaml-key" in kinds(with_header(f"{key}: x"))

    def test_nesting_has_a_limit(self) -> None:
        assert kinds(with_header("a: " + "[" * 5000 + "]" * 5000)) == ["yaml-too-deep"]

    def test_the_number_of_values_has_a_limit(self) -> None:
        assert kinds(with_header("a: [" + "1, " * 25_000 + "1]")) == ["yaml-too-deep"]

    @pytest.mark.parametrize(
        ("header", "position", "detail"),
        [
            ("title: Ulm: a city", (2, 11), "mapping values"),
            ("a:\n\tb: 1", (3, 1), "found a tab"),
            ('title: "Ulm\nstatus: running', (2, 8), "missing closing quote"),
            ("title: 'Ulm's city'", (2, 13), "did not find expected key"),
            ("title: @ulm", (2, 8), "cannot start any token"),
            ("title: Ulm\n--- x", (3, 1), "another document"),
        ],
    )
    def test_what_is_no_yaml_is_reported_where_it_begins(
        self, header: str, position: tuple[int, int], detail: str
    ) -> None:
        (problem,) = with_header(header).problems
        assert problem.kind == "yaml-syntax"
        assert problem.position == Position(*position)
        assert detail in problem.detail

    def test_text_cut_short_by_a_number_sign_is_reported(self) -> None:
        item = with_header("title: Station #1 in Ulm")
        assert item.problems == (Problem("yaml-comment", Position(2, 8), "#1 in Ulm"),)

    @pytest.mark.parametrize(
        "header", ["title: Ulm # a comment", "title: Ulm#1", 'title: "Ulm" #x', "title: Ulm ## note"]
    )
    def test_other_number_signs_are_not(self, header: str) -> None:
        assert with_header(header).problems == ()

    def test_a_forbidden_character_cannot_hide_in_an_escape(self) -> None:
        assert with_header(r'title: "Ulm\u202e\x00"').problems == (
            Problem("forbidden-character", Position(2, 8), "U+202E"),
        )


class TestCharacters:
    def test_a_byte_order_mark(self) -> None:
        assert decode(b"\xef\xbb\xbf---\n") == ("", [Problem("byte-order-mark", Position(1, 1))])

    def test_other_encodings_are_reported_where_they_show(self) -> None:
        assert decode("a\nbü: Köln".encode() + b"\xfc") == ("", [Problem("encoding", Position(2, 9))])
        assert [problem.kind for problem in decode("Köln".encode("utf-16"))[1]] == ["encoding"]

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
    def test_every_line_break_is_one(self, end: str) -> None:
        assert decode(f"---{end}title: Ulm{end}---{end}".encode()) == ("---\ntitle: Ulm\n---\n", [])

    @pytest.mark.parametrize(
        "character",
        [
            *("\x00", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f"),
            *("\u2028", "\u2029", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x2070))),
            *(
                "\ufeff",
                "\ufff9",
                "\ufffc",
                "\ufffd",
                "\ufffe",
                "\uffff",
                "\ufdd0",
                "\ufdef",
                "\U0001fffe",
                "\U0010ffff",
            ),
            *("\U000e0001", "\U000e0041", "\U000e007f"),
        ],
        ids=lambda character: f"U+{ord(character):04X}",
    )
    def test_control_and_direction_characters_are_refused(self, character: str) -> None:
        _, problems = decode(f"a\nbc{character}".encode())
        assert problems == [Problem("forbidden-character", Position(2, 3), f"U+{ord(character):04X}")]

    @pytest.mark.parametrize(
        "character",
        [
            *(
                "\t",
                "\u00a0",
                "\u00ad",
                "\u061c",
                "\u200b",
                "\u200c",
                "\u200d",
                "\u200e",
                "\u200f",
                "\u2060",
                "\ufe0f",
            ),
            *(
                "é",
                "🎉",
                "👩\u200d👧",
                "❤️\u200d🔥",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "葛\U000e0100",
                "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            ),
        ],
        ids=ascii,
    )
    def test_characters_that_text_needs_are_not(self, character: str) -> None:
        assert decode(character.encode())[1] == []

    @pytest.mark.parametrize("text", ["🏴\U000e0067", "🏴" + "\U000e0067" * 12, "a\U000e0067\U000e007f"])
    def test_tags_are_refused_where_they_make_no_flag(self, text: str) -> None:
        assert [problem.kind for problem in decode(text.encode())[1]] == ["forbidden-character"]

    def test_a_long_line(self) -> None:
        assert decode(b"x" * (MAX_LINE_LENGTH + 1))[1] == [
            Problem("line-too-long", Position(1), str(MAX_LINE_LENGTH + 1))
        ]


class TestFiles:
    def put(self, folder: Path, name: str, raw: bytes = b"---\ntitle: Ulm\n---\n") -> Entry:
        file = folder / "practices" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(raw)
        return load(file, root=folder)

    def test_an_original_and_a_translation(self, tmp_path: Path) -> None:
        original = self.put(tmp_path, "ulm-2.md")
        translation = self.put(tmp_path, "ulm-2.de.md")
        assert (original.path, original.slug, original.language) == ("practices/ulm-2.md", "ulm-2", None)
        assert (translation.slug, translation.language, translation.is_translation) == ("ulm-2", "de", True)

    @pytest.mark.parametrize(
        "name",
        [
            "Ulm.md",
            "ulm workshop.md",
            "ülm.md",
            "-ulm.md",
            "ulm--2.md",
            "ulm.DE.md",
            "ulm.d.md",
            "ulm.de.en.md",
            ".md",
        ],
    )
    def test_a_name_that_is_no_address(self, tmp_path: Path, name: str) -> None:
        assert kinds(self.put(tmp_path, name)) == ["file-name"]

    def test_windows_line_breaks(self, tmp_path: Path) -> None:
        item = self.put(tmp_path, "ulm.md", b"---\r\ntitle: Ulm\r\n---\r\n\r\nText\r\n")
        assert (item.data, item.body, item.body_row) == ({"title": "Ulm"}, "\nText\n", 4)

    def test_a_symbolic_link_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("---\ntitle: Secret\n---\n", "utf-8")
        (tmp_path / "link.md").symlink_to(tmp_path / "secret")
        item = load(tmp_path / "link.md", root=tmp_path)
        assert (kinds(item), item.data) == (["not-a-file"], {})

    def test_a_folder_and_a_pipe_are_no_entries(self, tmp_path: Path) -> None:
        (tmp_path / "folder.md").mkdir()
        os.mkfifo(tmp_path / "pipe.md")
        assert kinds(load(tmp_path / "folder.md", root=tmp_path)) == ["not-a-file"]
        assert kinds(load(tmp_path / "pipe.md", root=tmp_path)) == ["not-a-file"]

    def test_a_socket_and_a_device_hold_nobody_up(self, tmp_path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.relpath(tmp_path / "socket.md"))
            item = load(tmp_path / "socket.md", root=tmp_path)
        assert item.problems == (Problem("not-a-file", Position(), "a socket"),)
        assert kinds(load(Path("/dev/null"), root=Path("/"))) == ["not-a-file"]
        assert kinds(load(Path("/dev/zero"), root=Path("/"))) == ["not-a-file"]

    def test_a_file_that_may_not_be_read_is_a_finding(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("site_builder.files.os.open", refuse)
        (problem,) = self.put(tmp_path, "ulm.md").problems
        assert (problem.kind, problem.detail) == (
            "not-a-file",
            "a file that cannot be read (Permission denied)",
        )

    def test_a_file_that_has_gone_is_a_finding(self, tmp_path: Path) -> None:
        assert kinds(load(tmp_path / "gone.md", root=tmp_path)) == ["not-a-file"]

    def test_a_folder_that_is_a_link_is_listed_and_never_entered(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere/secret.md").write_text("---\ntitle: Secret\n---\n", "utf-8")
        (tmp_path / "practices").mkdir()
        (tmp_path / "practices/ci").symlink_to(tmp_path / "elsewhere")
        (path,) = entry_files(Place(tmp_path))
        assert load(path, root=tmp_path).problems == (Problem("not-a-file", Position(), "a symbolic link"),)

    @pytest.mark.parametrize("name", ["Ulm.MD", "ulm.Md", ".md"])
    def test_a_file_that_means_to_be_an_entry_is_not_passed_over(self, tmp_path: Path, name: str) -> None:
        self.put(tmp_path, name)
        (path,) = entry_files(Place(tmp_path))
        assert kinds(load(path, root=tmp_path)) == ["file-name"]

    def test_a_file_that_is_too_large_is_not_read(self, tmp_path: Path) -> None:
        assert kinds(self.put(tmp_path, "ulm.md", b"x" * (MAX_BYTES + 1))) == ["too-large"]

    def test_problems_of_the_name_and_of_the_text_are_both_kept(self, tmp_path: Path) -> None:
        assert kinds(self.put(tmp_path, "Ulm.md", b"\xff")) == ["file-name", "encoding"]


class TestSchema:
    def test_a_file_that_cannot_be_read_has_no_schema_errors(self) -> None:
        assert entry("---\n- a\n---\n").schema_errors == ()

    def test_an_original_and_a_translation_have_their_own_schemas(self) -> None:
        original = entry("---\ntitle: Ulm\n---\n").schema_errors
        translation = entry("---\ntitle: Ulm\n---\n", path="practices/ulm.de.md").schema_errors
        assert ("city",) in [error["loc"] for error in original]
        assert [error["loc"] for error in translation] == [("language",), ("original_digest",), ("summary",)]


def test_what_is_written_reads_back_the_same() -> None:
    data: dict[str, object] = {
        "title": "Köln: no #1",
        "slug": "no",
        "value": 3,
        "items": ["yes", "1.10", "012", "2008"],
    }
    item = entry(write(data, "## Text\n\nä"))
    assert item.problems == ()
    assert {**item.data} == data
    assert item.body.strip() == "## Text\n\nä"


class TestPlaces:
    def test_everything_has_its_place_in_the_order_of_the_file(self) -> None:
        item = with_header("b: 1\na:\n  - {d: x, c: y}\n  - z")
        assert list(item.values) == [(), ("b",), ("a",), ("a", 0), ("a", 0, "d"), ("a", 0, "c"), ("a", 1)]
        assert list(item.keys) == [("b",), ("a",), ("a", 0, "d"), ("a", 0, "c")]
        assert item.flat == tuple((path, item.get(*path)) for path in item.values if path)

    def test_what_is_passed_over_has_no_place_and_moves_no_other(self) -> None:
        item = with_header("a: 1\na: {b: [2, {c: 3}]}\n? [x, y]\n: {z: 1}\nd: 4")
        assert (item.data, kinds(item)) == ({"a": 1, "d": 4}, ["duplicate-key", "yaml-key"])
        assert (item.key_position("d"), item.position("d")) == (Position(6, 1), Position(6, 4))

    def test_an_unreadable_header_has_none(self) -> None:
        item = with_header("a: 1\nb: *c")
        assert (item.is_readable, item.data, item.values, item.keys) == (False, {}, {}, {})

    def test_an_empty_mapping_can_be_read(self) -> None:
        item = with_header("{}")
        assert (item.is_readable, item.data, list(item.values)) == (True, {}, [()])


class TestStored:
    def test_the_file_is_read_once_and_only_when_it_is_needed(self) -> None:
        whole, asked = with_header("title: Ulm"), []

        def read(path: str) -> Entry:
            asked.append(path)
            return whole

        item = StoredEntry("practices/example.de.md", "example", "de", read)
        assert (item.path, item.slug, item.language, item.is_translation) == (
            "practices/example.de.md",
            "example",
            "de",
            True,
        )
        assert asked == []
        assert (item.data, item.body, item.problems) == (whole.data, whole.body, whole.problems)
        assert item.position("title") == Position(2, 8)
        assert item.body_position(2) == whole.body_position(2)
        assert item.schema_errors == whole.schema_errors
        assert asked == ["practices/example.de.md"]
