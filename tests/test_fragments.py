"""Which practice a result of the search in the browser is: read off a real build, and refused where it cannot be."""

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import BuildFailed, build
from site_builder.fragments import (
    FOLDER,
    SIGNATURE,
    UnknownFragments,
    entry_of,
    ids_by_address,
    result_ids,
)
from site_builder.search_index import Indexing
from site_builder.volumes import FIRST
from tests.sites import site_of_fixtures

ADDRESSES = ("practices/one/", "practices/two/", "de/practices/one/")


def put_fragment(site: Path, name: str, content: bytes) -> Path:
    """A file where Pagefind has its fragments."""
    file = site / FOLDER / "fragment" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def put_version(site: Path, text: str) -> None:
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / FOLDER / "pagefind-entry.json").write_text(text, "utf-8")


def fragment(address: str) -> bytes:
    """A page's fragment as Pagefind writes it."""
    return gzip.compress(SIGNATURE + json.dumps({"url": f"/{address}", "content": "Text."}).encode())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three indexed pages."""
    put_version(tmp_path, '{"version":"1.5.2","languages":{}}')
    for number, address in enumerate(ADDRESSES):
        put_fragment(tmp_path, f"en_{number}abc.pf_fragment", fragment(address))
    return tmp_path


def test_the_ids_are_the_names_of_the_fragments(site: Path) -> None:
    assert ids_by_address(site) == dict(zip(ADDRESSES, ("en_0abc", "en_1abc", "en_2abc"), strict=True))
    assert entry_of(site)["version"] == "1.5.2"


def test_a_fragment_that_is_known_is_not_read(site: Path) -> None:
    put_fragment(site, "en_1abc.pf_fragment", b"nobody looks at this")
    assert ids_by_address(site, {"en_1abc": ADDRESSES[1]})[ADDRESSES[1]] == "en_1abc"


def test_they_come_in_the_order_that_is_asked_for(site: Path) -> None:
    assert result_ids(ids_by_address(site), reversed(ADDRESSES[:2])) == ["en_1abc", "en_0abc"]


def test_a_page_that_is_not_indexed_is_named(site: Path) -> None:
    wanted = [*ADDRESSES, *(f"practices/{number}/" for number in range(5))]
    message = "Pagefind has not indexed practices/0/, practices/1/, practices/2/ and 2 more."
    with pytest.raises(UnknownFragments, match=re.escape(message)):
        result_ids(ids_by_address(site), wanted)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not gzip at all", id="not packed"),
        pytest.param(fragment("x/")[:-12], id="cut off"),
        pytest.param(gzip.compress(b'{"url":"/x/"}'), id="no signature"),
        pytest.param(gzip.compress(SIGNATURE + b"{"), id="no JSON"),
        pytest.param(gzip.compress(SIGNATURE + b"[]"), id="no object"),
        pytest.param(gzip.compress(SIGNATURE + b'{"address":"/x/"}'), id="no address"),
        pytest.param(gzip.compress(SIGNATURE + b'{"url":"\xff"}'), id="no UTF-8"),
    ],
)
def test_a_fragment_in_another_form_is_refused_by_name(site: Path, content: bytes) -> None:
    put_fragment(site, "en_odd.pf_fragment", content)
    with pytest.raises(UnknownFragments, match=r"en_odd\.pf_fragment is not in the form that we know"):
        ids_by_address(site)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"version":"1.6.0","languages":{}}',
            r"Pagefind 1\.6\.0 has indexed the pages, and only 1\.5\.\* is known",
        ),
        ('{"version":"2","languages":{}}', "only 1\\.5"),
        ("{}", "does not say which version"),
        ('{"version":"1.5.2"}', "does not say which version of Pagefind wrote it, and what"),
        ("nothing", "does not say which version"),
    ],
)
def test_another_version_of_pagefind_is_refused(site: Path, text: str, message: str) -> None:
    put_version(site, text)
    with pytest.raises(UnknownFragments, match=message):
        entry_of(site)


# --- real builds ------------------------------------------------------------------------------------------------------


def rows(site: Path, prefix: str, name: str) -> Any:
    return json.loads((site / prefix / "explore" / name).read_text("utf-8"))


@pytest.mark.build
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("de/", "de")])
def test_every_row_of_the_table_has_the_id_of_its_own_page(
    real_site: Path, prefix: str, language: str
) -> None:
    table, found = rows(real_site, prefix, "table.json"), rows(real_site, prefix, "words.json")
    assert found["pagefind"].startswith("1.5.")
    assert len(found["ids"]) == len(set(found["ids"])) == len(table["slugs"]) > 0
    for slug, name in zip(table["slugs"], found["ids"], strict=True):
        file = real_site / "pagefind" / "fragment" / f"{name}.pf_fragment"
        content = json.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE))
        assert name.startswith(f"{language}_")
        assert content["url"] == f"/{prefix}practices/{slug}/"
        page = (real_site / prefix / "practices" / slug / "index.html").read_text("utf-8")
        title = re.search(r"<h1[^>]*>(.*?)</h1>", page)
        assert title and unescape(title[1]) == content["meta"]["title"]


Damage = Callable[[Path], None]


def lose_a_practice(site: Path) -> None:
    file = site / FOLDER / "fragment" / f"{ids_by_address(site)['de/practices/minimal/']}.pf_fragment"
    file.unlink()


def change_the_form(site: Path) -> None:
    for file in (site / FOLDER / "fragment").iterdir():
        file.write_bytes(gzip.compress(b"pagefind_new"))


def change_the_version(site: Path) -> None:
    put_version(site, '{"version":"1.6.1","languages":{}}')


@pytest.mark.build
@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lose_a_practice, "Pagefind has not indexed de/practices/minimal/."),
        (change_the_form, "is not in the form that we know"),
        (change_the_version, "Pagefind 1.6.1 has indexed the pages"),
    ],
)
def test_a_build_stops_where_results_cannot_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Damage, message: str
) -> None:
    wait = Indexing.wait

    def wait_and_damage(indexing: Indexing) -> None:
        wait(indexing)
        damage(indexing.folder / FIRST)

    monkeypatch.setattr(Indexing, "wait", wait_and_damage)
    with pytest.raises(BuildFailed, match=re.escape(message)):
        build(site_of_fixtures(tmp_path / "bank"), site_dir=tmp_path / "site")
    assert not (tmp_path / "site").exists()
