"""Explore tells the truth: every total, every count and the order of its cards, against a count by brute force.

The brute force reads the entries. It shares nothing with the table that Explore counts in: it asks of each practice
whether it fits, once for each number that the page shows. For words it takes the pages that Pagefind names itself.
"""

import functools
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from bench.bank import write_bank
from bench.serving import serve
from site_builder.assemble import Assembly, assemble
from site_builder.build import build
from site_builder.load import load
from site_builder.model import EvidenceLevel, Practice
from site_builder.pages.explore import FIRST

from .conftest import Watch

pytestmark = pytest.mark.browser

ENTRIES, COMBINATIONS, IN_GERMAN = 250, 200, 40
MOST_VALUES = 100
"""How many values of a facet Explore shows at most."""
OFFERED = (
    "topic", "target-group", "country", "city", "size", "funding", "budget", "evidence", "status", "kind",
    "language",
)  # fmt: skip
LINKED = ("organisation", "funder")
SORTS = ("date", "title", "evidence", "relevance")
WORDS = {
    "en": (
        "bicycles", "library", "lighthouse", "swimming", "Georgian", "beekeepers", "kitchen", "trust", "graffiti",
        "choir", "printing press", "childcare lessons", "football coaches", "museum", "harbour", "dentists",
        "notaries", "zzzz",
    ),
    "de": ("Fahrräder", "Bücherei", "Leuchtturm", "Imkerinnen", "Vertrauen", "Spielplätze", "Museum", "Hebammen"),
}  # fmt: skip
HOME = {"en": "", "de": "de/"}

DRIVE = """
async (addresses) => {
  const root = document.querySelector("[data-pb-explore]");
  const ready = () => root.dataset.pbState === "ready";
  const settled = () => new Promise((resolve, reject) => {
    if (ready()) return resolve();
    setTimeout(() => reject(new Error(`not ready: ${location.href}`)), 20000);
    const observer = new MutationObserver(() => { if (ready()) { observer.disconnect(); resolve(); } });
    observer.observe(root, { attributes: true });
  });
  const slug = (link) => new URL(link.href).pathname.split("/").at(-2);
  const seen = [];
  await settled();
  for (const more of root.querySelectorAll("[data-pb-facet] [data-pb-more][aria-expanded=false]")) more.click();
  for (const address of addresses) {
    history.pushState(null, "", location.pathname + address);
    dispatchEvent(new PopStateEvent("popstate"));
    await settled();
    const counts = {};
    for (const facet of root.querySelectorAll("details[data-pb-facet]")) {
      const values = [...facet.querySelectorAll("[data-pb-count]")].map((count) =>
        [count.closest("li").querySelector("input").value, Number(count.dataset.pbCount)]);
      counts[facet.dataset.pbFacet] = facet.hidden ? {} : Object.fromEntries(values);
    }
    const cards = [...root.querySelectorAll("[data-pb-results] > li .pb-card__title a")].map(slug);
    const total = Number(root.querySelector("[data-pb-total]").dataset.pbTotal);
    seen.push({ total, counts, cards });
  }
  return seen;
}
"""
FIND = """
async (words) => {
  const late = (one) => new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer: ${one}`)), 60000));
  const root = new URL(document.querySelector("[data-pb-explore]").dataset.pbRoot, location.href);
  const pagefind = await import(new URL("pagefind/pagefind.js", root));
  const found = {};
  for (const one of words) {
    const { results } = await pagefind.search(one);
    const urls = await Promise.race([Promise.all(results.map(async (result) => (await result.data()).url)), late(one)]);
    found[one] = urls.filter((url) => url.includes("/practices/")).map((url) => url.split("/").at(-2));
  }
  return found;
}
"""


@dataclass(frozen=True)
class Combination:
    """What a reader may choose: words, values of facets, an order."""

    words: str
    chosen: Mapping[str, tuple[str, ...]]
    sort: str

    @property
    def address(self) -> str:
        values = [(facet, value) for facet, chosen in self.chosen.items() for value in chosen]
        words = [("s", self.words)] if self.words else []
        return f"?{urlencode([*words, *values, ('sort', self.sort)])}"


@dataclass(frozen=True)
class Synthetic:
    """The bank, and where its site is served."""

    assembly: Assembly
    address: str
    site: Path

    @functools.cached_property
    def values(self) -> dict[str, dict[str, set[str]]]:
        """By slug and facet: what is true of each practice."""
        return {slug: self._values(practice) for slug, practice in self.assembly.bank.practices.items()}

    def _values(self, practice: Practice) -> dict[str, set[str]]:
        vocabulary = self.assembly.bank.vocabulary
        places = [place for place in (practice.city, *practice.other_cities) if place]
        bodies = [practice.organisation.name, *(partner.name for partner in practice.partners)]
        population = vocabulary.cities[practice.city].population if practice.city else None
        translated = (self.assembly.context.place.practices / f"{practice.slug}.de.md").is_file()
        return {
            "topic": set(practice.topics),
            "target-group": set(practice.target_groups),
            "country": {vocabulary.cities[place].country for place in places},
            "city": set(places),
            "size": {size_of(population.count)} if population else set(),
            "funding": {str(item.level) for item in practice.funding},
            "budget": {budget_of(practice)},
            "evidence": {str(practice.evidence)},
            "status": {str(practice.status)},
            "kind": {str(practice.kind)},
            "language": {"en", "de"} if translated else {"en"},
            "organisation": {vocabulary.organisation_key(name) for name in bodies},
            "funder": {vocabulary.organisation_key(item.source) for item in practice.funding},
        }


def size_of(population: int) -> str:
    classes = {5_000: "under-5k", 20_000: "5k-20k", 100_000: "20k-100k", 500_000: "100k-500k"}
    return next((name for bound, name in classes.items() if population < bound), "500k-and-more")


def budget_of(practice: Practice) -> str:
    amounts = [item.amount for item in practice.funding]
    currencies = {item.currency for item in practice.funding}
    if not amounts or None in amounts or len(currencies) > 1:
        return "not-given"
    if currencies != {"EUR"}:
        return "other-currency"
    total = sum(amount or Decimal(0) for amount in amounts)
    bands = {50_000: "under-50k", 250_000: "50k-250k", 1_000_000: "250k-1m", 5_000_000: "1m-5m"}
    return next((name for bound, name in bands.items() if total < bound), "5m-and-more")


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synthetic]:
    """A synthetic bank's site, built once and served."""
    folder = tmp_path_factory.mktemp("counts")
    place = write_bank(folder / "bank", entries=ENTRIES, translated=0.3)
    site = folder / "site"
    build(place, site_dir=site)
    with serve(site) as server:
        yield Synthetic(assemble(place), server.address, site)


@pytest.fixture
def explore(browser: Browser, synthetic: Synthetic, language: str) -> Iterator[Page]:
    """Explore, opened by a reader."""
    context = browser.new_context(base_url=synthetic.address, reduced_motion="reduce")
    watch = Watch(context, synthetic.address)
    page = context.new_page()
    page.goto(f"{HOME[language]}explore/")
    page.locator("[data-pb-explore][data-pb-state=ready]").wait_for()
    yield page
    context.close()
    assert watch.problems == []


def combinations(synthetic: Synthetic, language: str, number: int) -> list[Combination]:
    """The same ones in every run. Most are of values that one practice has, so that something is left."""
    rng = random.Random(f"combinations {language}")
    return [_combination(rng, synthetic, language) for _ in range(number)]


def _combination(rng: random.Random, synthetic: Synthetic, language: str) -> Combination:
    words = rng.choice(WORDS[language]) if rng.random() < 0.5 else ""
    facets = rng.sample((*OFFERED, *LINKED), rng.choice((0, 1, 1, 2, 2, 3)))
    slugs = list(synthetic.values)
    one = synthetic.values[rng.choice(slugs)]
    chosen = {}
    for facet in facets:
        others = set().union(
            *(synthetic.values[slug][facet] for slug in rng.sample(slugs, rng.randint(0, 3)))
        )
        near = one[facet] if rng.random() < 0.8 else set()
        if near | others:
            chosen[facet] = tuple(sorted(near | others)[:4])
    return Combination(words, chosen, rng.choice(SORTS if words else SORTS[:3]))


def fits(values: Mapping[str, set[str]], chosen: Mapping[str, Sequence[str]], *, but: str = "") -> bool:
    """Whether a practice has one of the values that are chosen of every facet, one facet left aside."""
    return all(values[facet] & set(wanted) for facet, wanted in chosen.items() if facet != but)


def expected(
    synthetic: Synthetic, combination: Combination, found: Mapping[str, Sequence[str]], language: str
) -> dict[str, Any]:
    """What the page has to show."""
    chosen, every = combination.chosen, synthetic.values
    among = set(found[combination.words]) if combination.words else set(every)
    counts = {}
    for facet in OFFERED:
        others = [every[slug][facet] for slug in among if fits(every[slug], chosen, but=facet)]
        counts[facet] = dict(Counter(value for values in others for value in values))
        for value in chosen.get(facet, ()):
            counts[facet].setdefault(value, 0)  # what is chosen stays, so that it can be given up
    fitting = [slug for slug in sorted(among) if fits(every[slug], chosen)]
    ordered = in_order(synthetic, fitting, combination, found, language)
    return {"total": len(fitting), "counts": counts, "cards": ordered[:FIRST]}


def in_order(
    synthetic: Synthetic,
    slugs: list[str],
    combination: Combination,
    found: Mapping[str, Sequence[str]],
    language: str,
) -> list[str]:
    practices = synthetic.assembly.bank.practices
    newest = sorted(slugs, key=lambda slug: practices[slug].updated or practices[slug].posted, reverse=True)
    levels = list(EvidenceLevel)
    match combination.sort:
        case "date":
            return newest
        case "evidence":
            return sorted(newest, key=lambda slug: -levels.index(practices[slug].evidence))
        case "title":
            bank = synthetic.assembly.bank
            return sorted(slugs, key=lambda slug: plain(bank.edition(slug, language).practice.title))
        case _:
            return [slug for slug in found[combination.words] if slug in set(slugs)]


def plain(title: str) -> str:
    """Letters and spaces only, as a dictionary sorts."""
    letters = unicodedata.normalize("NFKD", title.replace("ß", "ss").replace("ł", "l").casefold())
    return " ".join(re.sub("[^a-z0-9 ]", "", letters.replace("-", " ")).split())


@pytest.mark.parametrize(("language", "number"), [("en", COMBINATIONS), ("de", IN_GERMAN)])
def test_every_number_and_the_order_are_right(
    explore: Page, synthetic: Synthetic, language: str, number: int
) -> None:
    wanted = combinations(synthetic, language, number)
    found = explore.evaluate(FIND, list(WORDS[language]))
    seen = explore.evaluate(DRIVE, [combination.address for combination in wanted])
    wrong = [
        (combination.address, part, shown[part], right[part])
        for combination, shown in zip(wanted, seen, strict=True)
        for right in [expected(synthetic, combination, found, language)]
        for part in ("total", "counts", "cards")
        if shown[part] != right[part]
    ]
    assert wrong == []
    totals = {shown["total"] for shown in seen}
    assert 0 in totals and len(totals) > number / 8  # the combinations differ


def test_every_value_fits_on_the_page(synthetic: Synthetic) -> None:
    """Otherwise the test above could not see all counts."""
    for facet in OFFERED:
        assert len(set().union(*(values[facet] for values in synthetic.values.values()))) <= MOST_VALUES


def written(site: Path, slug: str) -> str:
    """The text of a practice's page."""
    html = (site / "practices" / slug / "index.html").read_text("utf-8")
    return re.sub("<[^>]*>", " ", html[html.index("<article") : html.index("</article>")]).casefold()


@pytest.mark.parametrize("language", ["en"])
@pytest.mark.parametrize("word", ["bicycles", "library", "museum", "volunteers", "notaries"])
def test_words_are_found_where_they_are_written(
    explore: Page, synthetic: Synthetic, word: str, language: str
) -> None:
    found = set(explore.evaluate(FIND, [word])[word])
    texts = {slug: written(synthetic.site, slug) for slug in synthetic.values}
    bank, root = synthetic.assembly.bank, synthetic.assembly.context.place.root
    bodies = {
        slug: load(root / bank.edition(slug, language).path, root=root).body.casefold() for slug in texts
    }
    in_bodies = {slug for slug, body in bodies.items() if re.search(rf"\b{word}\b", body)}
    assert in_bodies <= found
    assert all(word[:-3] in texts[slug] for slug in found)
    assert found
