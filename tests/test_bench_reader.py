"""The benchmark of the reader: what it counts, and what it says of it."""

from pathlib import Path

import pytest

from bench.reader import PRACTICE, Measured, Scores, Visit, beyond_text, kind_of, median, read_report, report
from bench.serving import Sent, Server

VISIT = Visit(
    sent=(Sent(f"/{PRACTICE}", 11_000, 44_000), Sent("/assets/a.css", 16_000, 87_000), Sent("/a.js", 900, 2_000)),
    shifted=0,
    largest=512.4,
)  # fmt: skip
SCORES = Scores(
    scores={"performance": 100, "accessibility": 99, "best-practices": 98, "seo": 97},
    first=1200,
    largest=1300,
    blocked=10,
    shifted=0,
)


@pytest.mark.parametrize(
    ("html", "beyond"),
    [
        ("", 0),
        ("word", 0),
        ("<p>word</p>", 7),
        ("<p>two\n   words</p>", 10),
        ("<p title='not shown'>ä</p>", 25),
        ("<head><title>x</title></head>y", 29),
        ("<script>run()</script>y<style>p {}</style>", 41),
        ("<template><p>later</p></template>now", 33),
        ("a&amp;b", 4),
    ],
)
def test_what_a_reader_does_not_see_is_beyond_the_text(html: str, beyond: int) -> None:
    assert beyond_text(html) == beyond


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/practices/a/", "page"),
        ("/assets/fonts/a.woff2", "fonts"),
        ("/assets/a.css", "styles"),
        ("/assets/a/b.js", "scripts"),
        ("/explore/table.json", "data"),
        ("/images/a/b.webp", "pictures"),
    ],
)
def test_every_file_is_of_a_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_the_median_is_taken_of_each_figure() -> None:
    runs = [Scores({**SCORES.scores, "performance": score}, first, 1300, 0, 0) for score, first in
            ((90, 3), (100, 1), (99, 2))]  # fmt: skip
    found = median(runs)
    assert (found.scores["performance"], found.first) == (99, 2)


def test_a_report_of_lighthouse_is_read() -> None:
    names = (
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
    )
    found = read_report(
        {
            "categories": {
                name: {"score": 0.97} for name in ("performance", "accessibility", "best-practices", "seo")
            },
            "audits": {name: {"numericValue": number} for number, name in enumerate(names, start=1)},
        }
    )
    assert found == Scores(dict.fromkeys(SCORES.scores, 97), 1, 2, 3, 4)


def test_a_report_says_what_was_measured_and_how_many_pages_are_too_heavy() -> None:
    one = Measured("Practice, en", PRACTICE, {"phone": VISIT, "desktop": VISIT}, 29_500, SCORES)
    text = report([one], [20_000, 29_500, 41_000], machine=["A machine"])
    assert "| Practice, en | 27,900 | 11,000 | 16,000 | 900 | 0 | 0 | 3 | 29,500 | 0 and 0 | 512 ms |" in text
    assert "Of 3 practice pages, 2 have at most 30,000 bytes beyond their text" in text
    assert "the median is 29,500, the heaviest 41,000." in text
    assert "| Practice, en | 100 | 99 | 98 | 97 | 1200 ms | 1300 ms | 10 ms | 0.000 |" in text
    assert text.index("`/assets/a.css`") < text.index(f"`/{PRACTICE}`") < text.index("`/a.js`")


def test_without_lighthouse_its_table_is_empty() -> None:
    one = Measured("Practice, en", PRACTICE, {"phone": VISIT, "desktop": VISIT}, 1, None)
    assert "ms | 0.000" not in report([one], [1], machine=[])


@pytest.mark.parametrize(
    ("piece", "pieces"),
    [
        (1, [b"one\n", b"two\n", b"three"]),
        (4, [b"one\n", b"two\n", b"three"]),
        (5, [b"one\ntwo\n", b"three"]),
        (99, [b"one\ntwo\nthree"]),
    ],
)
def test_a_slow_line_brings_whole_lines(tmp_path: Path, piece: int, pieces: list[bytes]) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(b"one\ntwo\nthree")
    assert list(Server(tmp_path, piece=piece).pieces(page)) == pieces
