"""What a search finds, in which order, and what it does with odd words and old caches."""

import dataclasses
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from site_builder import cores
from site_builder.bank import Bank
from site_builder.language import Language
from site_builder.search import FACETS, Index, Results, analyser, build_index, open_index, plan, shards
from site_builder.words import Analyser, fold
from tests.pages_bank import telling
from tests.search_bank import ENTRIES, make_bank, put_entry, read

Read = tuple[Bank, dict[str, Language]]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(make_bank(tmp_path_factory.mktemp("bank")))


@pytest.fixture(scope="module")
def index(both: Read) -> Index:
    return build_index(both[0], languages=both[1])


def slugs(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de", "xx"])
@pytest.mark.parametrize(
    "spellings",
    [
        ("München", "Muenchen", "munchen", "MÜNCHEN", "mu\u0308nchen"),
        ("Köln", "Koeln", "koln"),
        ("Straße", "Strasse", "STRASSE"),
        ("Mütter", "Muetter", "mutter"),
        ("Ärztinnen", "Aerztinnen", "arztinnen"),
        ("Übergang", "Uebergang", "ubergang"),
        ("Häuser", "Haeuser", "hauser"),
        ("Düsseldorf", "Duesseldorf", "dusseldorf"),
        ("Århus", "Arhus"),
        ("Łódź", "Lodz"),
        ("Café", "cafe"),
    ],
)
def test_spellings_of_one_word_are_one_term(language: str, spellings: tuple[str, ...]) -> None:
    assert len({term for word in spellings for term in analyser(language).terms(word)}) == 1


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("workshop", "Workshops")),
        ("en", ("policy", "policies")),
        ("en", ("value", "values", "valued")),
        ("en", ("argue", "argued", "arguing")),
        ("de", ("Kurs", "Kurse", "Kursen", "Kurses")),
        ("de", ("neu", "neue", "neuen", "neuer", "neues")),
        ("de", ("Workshop", "Workshops")),
        ("de", ("Kita", "Kitas")),
        ("de", ("Büro", "Büros", "Bueros")),
        ("de", ("Ergebnis", "Ergebnisse", "Ergebnissen")),
        ("de", ("Bürgerin", "Bürgerinnen", "Buergerinnen")),
        ("de", ("Beginn", "beginnen")),
        ("de", ("Städte", "Städten", "Staedten")),
        ("de", ("über", "ueber")),
    ],
)
def test_forms_of_one_word_are_one_term(language: str, forms: tuple[str, ...]) -> None:
    assert len({analyser(language).term(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["neue", "Bauer", "Quelle", "Steuer", "Treue", "quer"])
def test_no_umlaut_is_seen_where_none_is_written_out(word: str) -> None:
    assert fold(word) == word.lower()


@pytest.mark.parametrize(("language", "word"), [("en", "the"), ("de", "für"), ("de", "fuer"), ("de", "über")])
def test_a_stop_word_is_no_term_however_it_is_written(language: str, word: str) -> None:
    assert analyser(language).terms(word) == []


@pytest.mark.parametrize(("language", "word"), [("en", "toe"), ("en", "doe"), ("en", "hue")])
def test_a_short_word_with_two_vowels_is_no_stop_word(language: str, word: str) -> None:
    assert analyser(language).term(word)


def test_a_language_that_whoosh_does_not_know_keeps_its_words_whole() -> None:
    assert analyser("xx") == Analyser("xx")
    assert analyser("xx").terms("the workshops") == ["the", "workshops"]


# --- what is found --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query", "found"),
    [
        pytest.param("en", "evening", ["mothers-courses"], id="the title"),
        pytest.param("en", "toddlers", ["mothers-courses"], id="the summary"),
        pytest.param("en", "steering group", ["arrival-programme"], id="the body"),
        pytest.param("en", "childcare", ["mothers-courses"], id="a tip"),
        pytest.param(
            "en", "Landesfonds", ["fathers-courses", "mothers-courses"], id="a funder in any language"
        ),
        pytest.param("en", "Wohnbau", ["tenant-mentors"], id="an organisation"),
        pytest.param("en", "Austria", ["arrival-programme", "tenant-mentors"], id="a country"),
        pytest.param("de", "Österreich", ["arrival-programme", "tenant-mentors"], id="a country in German"),
        pytest.param(
            "en", "Wien", ["arrival-programme", "night-clinic", "tenant-mentors"], id="a city in any language"
        ),
        pytest.param("de", "Vienna", ["arrival-programme", "tenant-mentors"], id="and the other way round"),
        pytest.param("en", "parents", ["fathers-courses", "mothers-courses"], id="a target group"),
        pytest.param(
            "de", "Eltern", ["fathers-courses", "mothers-courses"], id="a target group of an English text"
        ),
        pytest.param("de", "Gesundheit", ["night-clinic"], id="a topic"),
        pytest.param("en", "programme", ["arrival-programme"], id="a kind"),
        pytest.param(
            "en", "workshop", ["fathers-courses", "mothers-courses"], id="the plural by the singular"
        ),
        pytest.param("de", "Abendkurs Mutter", ["mothers-courses"], id="German forms"),
        pytest.param("de", "policy", ["fathers-courses"], id="forms of an English text on German pages"),
        pytest.param("en", "Praxen Kurs", ["night-clinic"], id="forms of a German text on English pages"),
    ],
)
def test_a_search_finds(index: Index, language: str, query: str, found: list[str]) -> None:
    results = index.search(query, language=language)
    assert sorted(slugs(results)) == found
    assert results.total == len(found)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("query", ["München", "Muenchen", "munchen", "MUNCHEN"])
def test_a_city_is_found_however_its_umlaut_is_written(index: Index, language: str, query: str) -> None:
    assert sorted(slugs(index.search(query, language=language))) == [
        "arrival-programme",
        "fathers-courses",
        "mothers-courses",
    ]


@pytest.mark.parametrize(
    "query", ["Rückenschmerzen", "Rueckenschmerzen", "ruckenschmerzen", "RÜCKENSCHMERZEN"]
)
def test_a_word_is_found_however_its_umlaut_is_written(index: Index, query: str) -> None:
    assert slugs(index.search(query, language="de")) == ["night-clinic"]


def test_all_words_are_needed(index: Index) -> None:
    results = index.search("courses bicycles", language="en")
    assert slugs(results) == ["fathers-courses"]
    assert results.every_word


def test_where_no_entry_has_all_the_words_some_are_enough(index: Index) -> None:
    results = index.search("bicycles courtyard", language="en")
    assert sorted(slugs(results)) == ["fathers-courses", "tenant-mentors"]
    assert not results.every_word


@pytest.mark.parametrize("quotes", ['"{}"', "„{}“", "“{}”", "«{}»"])
def test_quotes_make_a_phrase(index: Index, quotes: str) -> None:
    assert slugs(index.search(quotes.format("steering group"), language="en")) == ["arrival-programme"]
    assert not slugs(index.search(quotes.format("group steering"), language="en"))


def test_a_phrase_and_a_word_are_both_needed(index: Index) -> None:
    assert slugs(index.search('"learn German" toddlers', language="en")) == ["mothers-courses"]


@pytest.mark.parametrize(
    ("query", "found"), [("bicy", ["fathers-courses"]), ("german toddl", ["mothers-courses"])]
)
def test_the_last_word_may_be_the_beginning_of_one(index: Index, query: str, found: list[str]) -> None:
    assert slugs(index.search(query, language="en")) == found


def test_the_other_words_are_whole(index: Index) -> None:
    assert not index.search("toddl german", language="en").every_word


def test_the_title_counts_for_more_than_the_summary_and_the_body(index: Index) -> None:
    assert slugs(index.search("mentors", language="en"))[0] == "tenant-mentors"
    assert slugs(index.search("cities", language="en"))[0] == "arrival-programme"


def test_a_hit_says_what_a_list_needs(index: Index) -> None:
    (hit,) = index.search("Sprechstunde", language="en").hits
    assert (hit.id, hit.title, hit.city) == ("night-clinic", "Eine Sprechstunde am Abend", "Cologne")
    assert (hit.language, hit.kind) == ("de", "practice")
    assert hit.summary.startswith("Ärztinnen beraten")
    assert hit.score > 0


def test_the_best_come_first(index: Index) -> None:
    scores = [hit.score for hit in index.search("german courses", language="en").hits]
    assert scores == sorted(scores, reverse=True)


# --- filters and facets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"topic": "housing"}, ["arrival-programme"]),
        ({"country": "AT"}, ["arrival-programme"]),
        ({"country": "at"}, ["arrival-programme"]),
        ({"target_group": "parents"}, ["fathers-courses", "mothers-courses"]),
        ({"topic": "language", "target_group": "parents"}, ["fathers-courses", "mothers-courses"]),
        ({"topic": "health", "target_group": "parents"}, []),
        ({"topic": "no-such-topic"}, []),
    ],
)
def test_filters_narrow_the_search(index: Index, filters: dict[str, str], found: list[str]) -> None:
    assert sorted(slugs(index.search("München", language="de", **filters))) == found  # type: ignore[arg-type]


def test_without_words_the_filters_alone_decide(index: Index) -> None:
    assert slugs(index.search("", language="en", topic="housing")) == ["arrival-programme", "tenant-mentors"]


def test_facets_count_all_hits_not_only_those_that_are_shown(index: Index) -> None:
    results = index.search("München", language="de", limit=1)
    assert len(results.hits) == 1
    assert results.total == 3
    assert results.facets == {
        "topic": {"language": 3, "housing": 1},
        "target_group": {"newcomers": 3, "parents": 2},
        "country": {"DE": 3, "AT": 1},
        "status": {"running": 2, "completed": 1},
        "kind": {"practice": 2, "programme": 1},
        "language": {"de": 2, "en": 1},
    }


def test_the_most_frequent_key_of_a_facet_comes_first(index: Index) -> None:
    assert list(index.search("München", language="de").facets["target_group"]) == ["newcomers", "parents"]


# --- suggestions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query", "suggestion"),
    [
        ("en", "bicyles", "bicycles"),
        ("en", "bicyles toddlers", None),
        ("en", "steerng group", "steering group"),
        ("en", "Munihc", "Munich"),
        ("de", "Sprechstnude", "Sprechstunde"),
        ("de", "Rückenschmerz Vorbeugnug", "Rückenschmerz Vorbeugung"),
        ("de", "Ruckenschmertzen", "Rückenschmerzen"),
        ("en", "qwertyuiop", None),
        ("en", "mothers", None),
    ],
)
def test_did_you_mean(index: Index, language: str, query: str, suggestion: str | None) -> None:
    assert index.search(query, language=language).suggestion == suggestion


def test_a_suggestion_finds_something_under_the_same_filters(index: Index) -> None:
    assert index.search("bicyles", language="en", topic="housing").suggestion is None


# --- odd queries ----------------------------------------------------------------------------------------------

HOSTILE = [
    "", " ", "(((", ")))", "AND", "OR", "NOT", "AND OR NOT", "*", "?", "**", "a*", "title:", "title:mothers", "body:*",
    '"', '""', '"""', '"mothers', "„", "[a TO z]", "{a TO}", "mothers~9", "mothers^1000", "-mothers", "+", "\\", "\x00",
    "\ud800", "\n\t", "🚲", "'; DROP TABLE practices; --", "<script>alert(1)</script>", "../../etc/passwd", "the", "%s",
    "{0}", "a" * 10_000, "ä" * 500, "mothers " * 2_000, '"a b" ' * 500, "((" * 500, "*" * 500, "zzz* " * 200,
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_a_wrong_query(index: Index, language: str, query: str) -> None:
    started = time.perf_counter()
    results = index.search(query, language=language)
    assert time.perf_counter() - started < 5
    assert results.total >= len(results.hits)
    assert set(results.facets) == set(FACETS)


def test_random_text_is_no_wrong_query_either(index: Index) -> None:
    chance = random.Random(7)
    for _ in range(200):
        query = "".join(chance.choices('abÄü "„“()*?:^~+-&|!{}[]\\/ANDOR', k=chance.randrange(40)))
        index.search(query, language="de")


@pytest.mark.parametrize("query", ["(((", "AND", "*", "the", "  "])
def test_without_any_word_nothing_is_found(index: Index, query: str) -> None:
    assert index.search(query, language="en") == Results()


def test_signs_around_words_are_passed_over(index: Index) -> None:
    assert slugs(index.search("title:(+toddlers* OR)", language="en"))[0] == "mothers-courses"


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_is_too_small(index: Index, limit: int) -> None:
    results = index.search("German", language="en", limit=limit)
    assert results.hits == ()
    assert results.total > 0


# --- the same answers, and the cache --------------------------------------------------------------------------

QUERIES = ["German", "courses", "München", "bicyles", "stad", '"learn German"']


def answers(index: Index) -> list[object]:
    return [index.search(query, language=code) for query in QUERIES for code in ("en", "de")]


def files(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.rglob("*") if path.is_file()}


def test_two_builds_give_the_same_answers(both: Read, index: Index) -> None:
    assert answers(build_index(both[0], languages=both[1])) == answers(index)


def test_the_number_of_shards_changes_no_answer(
    both: Read, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "EDITIONS_A_SHARD", 1)
    split = build_index(both[0], languages=both[1])
    assert len(split.by_language["en"].shards) > 1
    assert answers(split) == answers(index)


@pytest.mark.slow
def test_further_processes_change_no_answer(
    both: Read, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 2)
    assert answers(build_index(both[0], languages=both[1])) == answers(index)
    monkeypatch.setattr(cores, "cores", lambda: 1)
    assert answers(build_index(both[0], languages=both[1])) == answers(index)


def test_the_cache_gives_the_same_answers(both: Read, index: Index, tmp_path: Path) -> None:
    for _ in range(2):
        assert answers(open_index(both[0], languages=both[1], cache=tmp_path)) == answers(index)


def test_a_cache_that_still_holds_is_read_not_built(
    both: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(open_index(both[0], languages=both[1], cache=tmp_path))
    before = files(tmp_path)
    monkeypatch.setattr(shards, "_build", None)
    answers(open_index(both[0], languages=both[1], cache=tmp_path))
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], id="one bit turned"),
        pytest.param(lambda data: b"not an index", id="something else"),
    ],
)
def test_a_spoilt_cache_is_built_anew(both: Read, index: Index, tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    answers(open_index(both[0], languages=both[1], cache=tmp_path))
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        path.write_bytes(spoil(path.read_bytes()))
    assert answers(open_index(both[0], languages=both[1], cache=tmp_path)) == answers(index)
    assert answers(open_index(both[0], languages=both[1], cache=tmp_path)) == answers(index)


def test_a_changed_practice_is_found_as_it_is_now(tmp_path: Path) -> None:
    root, cache = make_bank(tmp_path / "bank"), tmp_path / "cache"
    bank, languages = read(root)
    open_index(bank, languages=languages, cache=cache)
    data, _ = ENTRIES["tenant-mentors"]
    put_entry(root, "tenant-mentors", data, "Mentors carry a lantern now.")
    bank, languages = read(root)
    changed = open_index(bank, languages=languages, cache=cache)
    assert slugs(changed.search("lantern", language="en")) == ["tenant-mentors"]
    assert "tenant-mentors" not in slugs(changed.search("courtyard", language="en"))


def test_an_edit_costs_one_shard(both: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "EDITIONS_A_SHARD", 1)
    bank, languages = both[0], {"en": both[1]["en"]}
    open_index(bank, languages=languages, cache=tmp_path)
    before = files(tmp_path)
    old = bank.edition("tenant-mentors", "en")
    document = dataclasses.replace(old.document, text="A lantern.")
    editions = {**bank.editions, ("tenant-mentors", "en"): telling(old, document)}
    open_index(dataclasses.replace(bank, editions=editions), languages=languages, cache=tmp_path)
    assert len(files(tmp_path).keys() - before.keys()) == 1


def test_what_nothing_reads_any_more_is_removed(both: Read, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    old, fresh, foreign = (tmp_path / "en" / name for name in ("old.shard", "fresh.tmp", "notes.txt"))
    abandoned = tmp_path / "en" / "abandoned.tmp"
    for path in (old, fresh, foreign, abandoned):
        path.write_text("x")
    os.utime(abandoned, (0, 0))
    open_index(both[0], languages=both[1], cache=tmp_path)
    assert not old.exists()
    assert not abandoned.exists()
    assert fresh.exists(), "another run may be writing it"
    assert foreign.exists(), "it is not ours"


def test_an_index_in_memory_leaves_no_file(
    both: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answers(build_index(both[0], languages=both[1]))
    assert not list(tmp_path.iterdir())


def test_one_language_alone_can_be_opened(both: Read, tmp_path: Path) -> None:
    index = open_index(both[0], languages={"de": both[1]["de"]}, cache=tmp_path)
    assert slugs(index.search("Mütter", language="de")) == ["mothers-courses"]
    assert [path.name for path in tmp_path.iterdir()] == ["de"]


def test_progress_is_told(both: Read) -> None:
    told: list[tuple[int, int]] = []
    build_index(both[0], languages=both[1], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_an_empty_bank_can_be_searched(both: Read) -> None:
    empty = dataclasses.replace(both[0], practices={}, editions={})
    index = build_index(empty, languages=both[1])
    assert index.search("anything", language="en").total == 0


@pytest.mark.slow
def test_the_first_import_of_whoosh_warns_of_nothing(tmp_path: Path) -> None:
    code = "from site_builder.search import engine as e; e.index_files([{'a': ['b']}], fields='a'); e.VERSION"
    command = [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-W", "error::SyntaxWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_index_is_made_anew_when_the_code_changes(
    both: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_index(both[0], languages=both[1], cache=tmp_path)
    before = files(tmp_path)
    monkeypatch.setattr(plan, "code_digest", lambda: "other code")
    open_index(both[0], languages=both[1], cache=tmp_path)
    assert not files(tmp_path).keys() & before.keys()


def test_what_a_vocabulary_calls_a_place_is_searched(both: Read, tmp_path: Path) -> None:
    bank, languages = both
    open_index(bank, languages=languages, cache=tmp_path)
    munich = bank.vocabulary.cities["de-muenchen"].model_copy(update={"names": {"en": "Monaco of Bavaria"}})
    vocabulary = dataclasses.replace(
        bank.vocabulary, cities={**bank.vocabulary.cities, "de-muenchen": munich}
    )
    index = open_index(dataclasses.replace(bank, vocabulary=vocabulary), languages=languages, cache=tmp_path)
    assert slugs(index.search("monaco", language="en"))


def test_new_ends_of_compounds_are_searched(both: Read, tmp_path: Path) -> None:
    bank, languages = both
    open_index(bank, languages=languages, cache=tmp_path)
    index = open_index(
        bank,
        languages=languages,
        cache=tmp_path,
        parts=lambda edition: ["Zeppelin"] * (edition.language == "de"),
    )
    assert index.search("Zeppelin", language="de").total == len(ENTRIES)
    assert index.search("Zeppelin", language="en").total == 0
