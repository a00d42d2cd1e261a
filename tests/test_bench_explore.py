"""The benchmark of Explore: what it counts, and what it says of it."""

import gzip
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from bench.explore import Measured, Weight, is_search, percentile, prepare, report, weight
from bench.material import build_material
from bench.serving import HEAD, Sent, serve
from bench.widened import REPEATED, widened
from tests.small_bank import make_bank

OURS = Measured(
    name="Explore",
    entries=1000,
    first=Weight(40, 200_000, 600_000),
    search=Weight(30, 100_000, 300_000),
    table=60_000,
    until_first=400,
    keystrokes=tuple(range(100, 120)),
    clicks=tuple(range(20, 40)),
    sudden=tuple(range(60, 80)),
    memory=9_000_000,
)
LARGE = replace(
    OURS, entries=10_000, clicks=tuple(range(90, 110)), sudden=tuple(range(190, 210)), keystrokes=(160,) * 20
)
MATERIAL = replace(
    OURS,
    name="MkDocs Material",
    first=Weight(9, 2_000_000, 9_000_000),
    search=Weight(2, 1_800_000, 8_000_000),
    clicks=(),
    sudden=(),
)


def fetch(address: str) -> tuple[bytes, str | None]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers["Content-Encoding"]


def test_text_is_sent_compressed_and_both_sizes_are_recorded(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>" + "word " * 1000, "utf-8")
    with serve(tmp_path) as server:
        body, encoding = fetch(server.address)
    assert encoding == "gzip"
    assert gzip.decompress(body).startswith(b"<p>word")
    assert server.sent == [Sent("/", len(body) + HEAD, 5003)]


def test_what_is_compressed_already_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "font.woff2").write_bytes(b"\0" * 500)
    with serve(tmp_path) as server:
        assert fetch(f"{server.address}font.woff2?v=1") == (b"\0" * 500, None)
    assert server.sent == [Sent("/font.woff2", 500 + HEAD, 500)]


@pytest.mark.parametrize("path", ["missing.html", "../secret.txt", "%2e%2e/secret.txt"])
def test_nothing_but_the_site_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    with serve(tmp_path / "site") as server, pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(server.address + path)
    assert server.sent == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/explore/", False),
        ("/explore/table.json", True),
        ("/explore/rest.json", True),
        ("/explore/words.json", True),
        ("/practices/a-fund/card.json", True),
        ("/pagefind/index/en_1.pf_index", True),
        ("/search/search_index.json", True),
        ("/assets/javascripts/workers/search.1.min.js", True),
        ("/assets/javascripts/bundle.1.min.js", False),
        ("/assets/vendor/world-atlas/countries-110m.json", False),
    ],
)
def test_what_counts_as_the_search(path: str, expected: bool) -> None:
    assert is_search(Sent(path, 1, 1)) is expected


def test_a_weight_is_a_sum() -> None:
    assert weight([Sent("/a", 10, 30), Sent("/b", 5, 5)]) == Weight(2, 15, 35)


@pytest.mark.parametrize(("share", "expected"), [(50, 10), (95, 19), (96, 20), (100, 20), (1, 1)])
def test_a_percentile_is_one_of_the_values(share: int, expected: int) -> None:
    assert percentile([*range(11, 21), *range(1, 11)], share) == expected


def test_a_report_says_plainly_what_was_not_reached() -> None:
    text = report([OURS, LARGE, MATERIAL], machine=["A machine"], built=[])
    assert "| | Explore, 1,000 entries | Explore, 10,000 entries | MkDocs Material, 1,000 entries |" in text
    assert "| First results: all files, kB with gzip | 200 | 200 | 2,000 |" in text
    assert "all files, gzip: at most 1/15 of Material's at 1,000 | 1/10.0 | no |" in text
    assert "for the search, gzip: at most 1/15 of Material's at 1,000 | 1/18.0 | yes |" in text
    assert "for the search, raw: at most 1/15 of Material's at 1,000 | 1/26.7 | yes |" in text
    assert "| Click, 95 %, at 10,000: at most 100 ms | 108 ms | no |" in text
    assert "| Click without warning, 95 %, at 10,000: at most 100 ms | 208 ms | no |" in text
    assert "| Keystroke, 50 %, at 1,000: at most 150 ms | 109 ms | yes |" in text
    assert "| Keystroke, 50 %, at 10,000: at most 150 ms | 160 ms | no |" in text


def test_a_wider_table_repeats_every_row_under_a_slug_of_its_own() -> None:
    table = {
        "version": 1,
        "slugs": ["a", "b"],
        "facets": {
            "topic": {"values": ["x"], "labels": ["X"], "rows": [0, []]},
            "city": {"values": ["k", "w"], "labels": ["K", "W"], "rows": [0, [0, 1]]},
        },
        "sort": {"date": [5, 4]},
    }
    wide = widened(table, 2)
    assert wide["slugs"] == ["a", "b", "a--1", "b--1"]
    assert wide["facets"]["topic"] == {"values": ["x"], "labels": ["X"], "rows": [0, [], 0, []]}
    assert wide["facets"]["city"]["values"] == ["k", "w", "k--1", "w--1"]
    assert wide["facets"]["city"]["rows"] == [0, [0, 1], 2, [2, 3]]
    assert wide["sort"]["date"] == [5, 4, 5, 4]
    assert "places" not in wide


def test_the_rest_of_a_wider_table_has_as_many_rows() -> None:
    rest = {
        "facets": {"funder": {"values": ["f"], "labels": ["F"], "rows": [0, []]}},
        "sort": {"title": [1, 0]},
        "places": {"k": [50.0, 6.0]},
    }
    wide = widened(rest, 2)
    assert wide["facets"]["funder"] == {
        "values": ["f", "f--1"],
        "labels": ["F", "F 1"],
        "rows": [0, [], 1, []],
    }
    assert wide["sort"] == {"title": [1, 0, 1, 0]}
    assert wide["places"] == {"k": [50.0, 6.0], "k--1": [50.01, 6.01]}
    assert "slugs" not in wide


def test_what_was_asked_for_later_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>", "utf-8")
    before = time.time()
    with serve(tmp_path) as server:
        fetch(server.address)
        between = time.time()
        fetch(server.address)
    first, second = (sent.at for sent in server.sent)
    assert before <= first <= between <= second


def test_a_site_that_is_there_already_is_not_built(tmp_path: Path) -> None:
    site = tmp_path / "elsewhere"
    site.mkdir()
    (site / "sitemap.xml").write_text("<urlset/>", "utf-8")
    assert prepare(tmp_path, 1000, site=site) == (tmp_path / "bank-1000", site, None)


def test_a_repeated_row_has_the_card_of_the_one_that_it_repeats(tmp_path: Path) -> None:
    card = tmp_path / "practices" / "a-fund" / "card.json"
    card.parent.mkdir(parents=True)
    card.write_text("{}", "utf-8")
    with serve(tmp_path, same_as=lambda target: REPEATED.sub("", target)) as server:
        body, _ = fetch(f"{server.address}practices/a-fund--7/card.json")
    assert gzip.decompress(body) == b"{}"


@pytest.mark.build
def test_material_gets_the_same_texts(tmp_path: Path) -> None:
    site = build_material(make_bank(tmp_path / "bank"), tmp_path / "material")
    index = (site / "search" / "search_index.json").read_text("utf-8")
    assert "A new subject every week" in index or "a new subject every week" in index
    assert not list(site.glob("*.de"))
