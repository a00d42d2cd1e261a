// Explore: words, facets, map and list show one and the same set of practices, and the address holds what is chosen.

import { Cards } from "./explore/cards.js";
import { Chips } from "./explore/chips.js";
import { Facets } from "./explore/facets.js";
import { alike, loosened, replaced } from "./explore/loosen.js";
import { MapArea } from "./explore/map-area.js";
import { Nothing } from "./explore/nothing.js";
import { Notices } from "./explore/notices.js";
import { FIRST, Results } from "./explore/results.js";
import { cleared, read, sortOf, toggled, withValues, withWords, withoutStrange, write } from "./explore/state.js";
import { existing, facetOf, inOrder, known, missing, select } from "./explore/table.js";
import { tableOf, wholeTableOf } from "./explore/tables.js";
import { wordSearch } from "./explore/words.js";
import { labelsOf } from "./labels.js";

/** @typedef {import("./explore/state.js").State} State */
/** @typedef {import("./explore/words.js").Found} Found */

/** How long, in milliseconds, somebody has to stop typing before the page shows what was found. */
const WAIT = 50;
/** After how many milliseconds the map follows at the latest, however busy the page is. */
const MAP_WAIT = 300;
/** Up to how many results are so few that it helps to say which choice to give up. */
const FEW = 2;
/** How many practices that come near are shown where none fits. */
const NEAR = 6;

/** The page. */
class Explore {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.labels = labelsOf(root);
    this.home = new URL(root.dataset.pbHome ?? "./", document.baseURI);
    this.words = wordSearch(new URL(root.dataset.pbRoot ?? "./", document.baseURI), this.home);
    this.gone = new AbortController();
    this.state = read(location.search);
    this.turn = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.form = /** @type {HTMLFormElement} */ (this.part("words"));
    this.input = /** @type {HTMLInputElement} */ (this.form.querySelector("input"));
    this.total = this.part("total");
    this.sort = /** @type {HTMLSelectElement} */ (this.part("sort"));
    this.panel = this.part("facets");
    this.opener = this.part("open-facets");
    this.closer = this.part("close-facets");
    this.notices = new Notices(this.part("notices"), this.labels);
    this.cards = new Cards(this.home, this.labels);
    this.chips = new Chips(this.part("chips"), this.total, this.labels, () => this.go(cleared(this.state)));
    this.nothing = new Nothing(this.part("nothing"), this.labels);
    this.results = new Results(
      {
        list: this.part("results"),
        foot: this.part("foot"),
        shown: this.part("shown"),
        more: /** @type {HTMLButtonElement} */ (this.part("more")),
      },
      this.cards,
      this.labels,
      (marks) => this.showInstead(marks),
    );
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-pb-${name}]`));
  }

  async start() {
    this.listen();
    this.input.value = this.state.words;
    if (this.state.words) this.words.practices(this.state.words).catch(() => undefined);
    try {
      const table = await this.tableFor(this.state);
      if (!this.gone.signal.aborted) this.begin(table);
    } catch (error) {
      if (!this.gone.signal.aborted) this.failed(error);
    }
  }

  /**
   * The table that can show a state: with its rest where what is chosen, or the order, is in that only.
   * @param {State} state
   */
  tableFor({ chosen, sort }) {
    const needsRest = sort === "title" || chosen.has("organisation") || chosen.has("funder");
    return needsRest ? wholeTableOf(this.home) : tableOf(this.home);
  }

  /** @param {import("./explore/table.js").Table} table */
  begin(table) {
    this.notices.clear("table");
    this.table = table;
    this.facets = new Facets(this.panel, table, this.labels, {
      toggle: (facet, value) => this.go(toggled(this.state, facet, value)),
      consider: (facet, value) => this.foresee(toggled(this.state, facet, value)),
    });
    const tables = { table, whole: () => wholeTableOf(this.home) };
    this.map = new MapArea(this.part("map-part"), tables, this.labels, {
      choose: (key) => this.go(toggled(this.state, "city", key)),
      opened: (open) => this.go({ ...this.state, map: open }, { replace: true }),
    });
    this.restore();
  }

  /** @param {unknown} error */
  failed(error) {
    this.root.dataset.pbState = "failed";
    this.notices.show("table", this.labels.text("tableFailed"), () => (this.table ? this.update() : this.start()));
    console.warn("The table of practices could not be loaded.", error);
  }

  listen() {
    const { signal } = this.gone;
    if (this.isListening) return;
    this.isListening = true;
    window.addEventListener("popstate", () => this.restore(), { signal });
    document.addEventListener("click", (event) => this.follow(event), { signal, capture: true });
    this.input.addEventListener("focus", () => void this.words.load().catch(() => undefined), { signal });
    this.input.addEventListener("input", () => this.typed(), { signal });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.search();
    });
    this.sort.addEventListener("change", () => this.go({ ...this.state, sort: sortNamed(this.sort.value) }));
    this.part("more").addEventListener("click", () => this.results.showMore());
    this.opener.addEventListener("click", () => this.open(this.opener.getAttribute("aria-expanded") !== "true"));
    this.closer.addEventListener("click", () => {
      this.open(false);
      this.total.focus();
    });
  }

  /**
   * A link to Explore itself, from the header say, changes what is chosen without another page.
   * @param {MouseEvent} event
   */
  follow(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || link.target || !this.table) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
    event.preventDefault();
    event.stopPropagation();
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    this.go(read(link.search));
    this.input.value = this.state.words;
  }

  /** @param {boolean} open */
  open(open) {
    this.panel.dataset.pbOpen = String(open);
    this.opener.setAttribute("aria-expanded", String(open));
  }

  typed() {
    clearTimeout(this.timer);
    // The answer is on its way while the reader may still be typing.
    const state = withWords(this.state, this.input.value);
    if (state.words) this.foresee(state);
    this.timer = window.setTimeout(() => this.search(), WAIT);
  }

  search() {
    clearTimeout(this.timer);
    const state = withWords(this.state, this.input.value);
    if (state.words !== this.state.words) this.go(state, { replace: true });
  }

  /** What the address says, after the page was opened or the reader went back or forward. */
  restore() {
    this.state = read(location.search);
    this.input.value = this.state.words;
    if (!this.table) return;
    this.state = this.tidy(this.state);
    this.facets?.unfold(this.state.chosen);
    if (this.state.map) this.map?.open(true);
    this.update();
  }

  /**
   * The values as the table writes them: country=de means DE.
   * @param {State} state
   * @returns {State}
   */
  tidy(state) {
    let tidied = state;
    for (const [key, values] of state.chosen) {
      const facet = this.table && facetOf(this.table, key);
      const written = values.map((value) => (facet && known(facet, value)) ?? value);
      tidied = withValues(tidied, key, [...new Set(written)]);
    }
    return tidied;
  }

  /**
   * Another state, which the address takes on: as a step to come back to, or in the place of the last one.
   * @param {State} state
   * @param {{replace?: boolean}} [options]
   */
  go(state, { replace = false } = {}) {
    this.state = this.tidy(state);
    const address = location.pathname + write(this.state);
    if (replace) history.replaceState(history.state, "", address);
    else if (address !== location.pathname + location.search) history.pushState(null, "", address);
    if (this.input.value.trim() !== this.state.words) this.input.value = this.state.words;
    this.update();
  }

  /**
   * Show what the state says. The root says data-pb-state="ready" as soon as words, facets and list show the same
   * set; the map follows when the page has time for it.
   */
  async update() {
    if (!this.table) return;
    const turn = ++this.turn;
    delete this.root.dataset.pbState;
    if (!(await this.complete(turn))) return;
    const { table, state } = this;
    this.showControls();
    const found = await this.find(state.words);
    if (turn !== this.turn) return;
    const { chosen, selection, slugs } = selected(table, state, found);
    // First of all, since cards may have to be fetched: they come while the other parts are shown.
    const list = this.results.show(slugs, state.words, (slug) => found?.hit(table.slugs.indexOf(slug)));
    this.facets?.show(selection.counts, chosen);
    this.showTotal(slugs.length);
    this.showNothing(slugs.length, chosen, found, turn);
    if (!(await list) || turn !== this.turn) return;
    this.root.dataset.pbState = "ready";
    later(this.results.marking, () => turn === this.turn && this.showMap(table, selection, chosen, found));
  }

  /**
   * Find the words of a state that may be the next, and fetch its cards, unless the reader has to save data.
   * @param {State} state
   */
  async foresee(state) {
    const found = state.words ? await this.words.practices(state.words).catch(() => null) : null;
    const { saveData } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection ?? {};
    if (saveData || !this.table) return;
    this.cards.expect(selected(this.table, state, found).slugs.slice(0, FIRST));
  }

  /**
   * Get the rest of the table where the state needs it.
   * @param {number} turn
   * @returns {Promise<boolean>} whether there is still something to show
   */
  async complete(turn) {
    try {
      const table = await this.tableFor(this.state);
      if (turn !== this.turn) return false;
      this.notices.clear("table");
      if (table.places) this.table = table;
      this.state = this.tidy(this.state);
      return true;
    } catch (error) {
      if (turn === this.turn) this.failed(error);
      return false;
    }
  }

  /**
   * @param {import("./explore/table.js").Table} table
   * @param {import("./explore/table.js").Selection} selection
   * @param {Map<string, string[]>} chosen
   * @param {Found | null} found
   */
  showMap(table, selection, chosen, found) {
    const elsewhere = new Map([...chosen].filter(([facet]) => facet !== "city"));
    const placed = chosen.has("city") ? select(table, elsewhere, found?.rows).rows : selection.rows;
    this.map?.show(selection.counts.get("city") ?? new Uint32Array(), chosen.get("city") ?? [], placed);
  }

  /**
   * Where the words are; null without words, and where the search does not work.
   * @param {string} words
   * @returns {Promise<Found | null>}
   */
  async find(words) {
    if (!words) {
      this.notices.clear("words");
      return null;
    }
    try {
      const found = await this.words.practices(words);
      this.notices.clear("words");
      return found;
    } catch (error) {
      if (words === this.state.words) {
        this.notices.show("words", this.labels.text("wordsFailed", { words }), () => this.update());
      }
      console.warn("The search for words failed.", error);
      return null;
    }
  }

  showControls() {
    const { state, labels } = this;
    this.sort.value = sortOf(state);
    for (const option of this.sort.options) option.hidden = option.disabled = option.value === "relevance" && !state.words;
    const chips = this.chipsOf();
    this.chips.show(chips);
    const filters = chips.length - (state.words ? 1 : 0);
    this.opener.textContent = filters ? labels.text("filterChosen", { number: labels.number(filters) }) : labels.text("filter");
  }

  /** @returns {import("./explore/chips.js").Chip[]} */
  chipsOf() {
    const { state, table } = this;
    if (!table) return [];
    const words = state.words
      ? [this.chip("", this.quoted(state.words), () => this.go(withWords(this.state, "")))]
      : [];
    const gone = new Set(missing(table, state.chosen).map(String));
    const values = [...state.chosen].flatMap(([key, chosen]) =>
      chosen.map((value) => ({
        ...this.chip(this.nameOf(key), this.labelOf(key, value), () => this.go(toggled(this.state, key, value))),
        gone: gone.has(String([key, value])),
      })),
    );
    const strange = state.strange.map(([name, value]) => ({
      ...this.chip(name, value, () => this.go(withoutStrange(this.state, name, value))),
      gone: true,
    }));
    return [...words, ...values, ...strange];
  }

  /** @param {string} words */
  quoted(words) {
    return this.labels.text("quoted", { words });
  }

  /**
   * @param {string} group
   * @param {string} text
   * @param {() => void} remove
   */
  chip(group, text, remove) {
    return { group, text, gone: false, remove };
  }

  /** @param {string} key */
  nameOf(key) {
    const details = /** @type {HTMLElement | null} */ (
      this.panel.querySelector(`[data-pb-facet="${key}"], [data-pb-facet-name="${key}"]`)
    );
    return details?.dataset.pbName ?? key;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  labelOf(key, value) {
    const facet = this.table && facetOf(this.table, key);
    return facet?.labels[facet.places.get(value) ?? -1] ?? value;
  }

  /** @param {number} count */
  showTotal(count) {
    this.total.dataset.pbTotal = String(count);
    this.total.textContent = this.labels.count("practices", count);
    this.closer.textContent = this.labels.count("showResults", count);
    const gone = this.table ? missing(this.table, this.state.chosen).length + this.state.strange.length : 0;
    if (gone) this.notices.show("gone", this.labels.text("goneNotice"));
    else this.notices.clear("gone");
  }

  /**
   * @param {number} count
   * @param {Map<string, string[]>} chosen
   * @param {Found | null} found
   * @param {number} turn
   */
  showNothing(count, chosen, found, turn) {
    const { table } = this;
    if (!table || count > FEW || count === table.slugs.length) return this.nothing.hide();
    const looser = loosened(table, chosen, found && found.rows);
    const ways = looser.map(({ facet, rows }) => ({
      text: this.choiceText(facet),
      count: rows.length,
      go: () => this.leave(facet === null ? withWords(this.state, "") : withValues(this.state, facet, [])),
    }));
    this.nothing.show(count, ways, () => this.leave(cleared(this.state)));
    if (!count) this.showNear(looser[0], turn);
    if (found && !found.rows.length) this.suggest(turn);
  }

  /**
   * The search takes a shorter word where it does not find one. Then the reader is told.
   * @param {string[]} marks the words that are marked in the results
   */
  showInstead(marks) {
    const [found] = replaced(this.state.words, marks);
    if (!found) return;
    this.nothing.instead(this.labels.text("instead", found));
    this.suggest(this.turn);
  }

  /**
   * Go on from a button that is about to vanish.
   * @param {State} state
   */
  leave(state) {
    this.total.focus({ preventScroll: true });
    this.go(state);
  }

  /**
   * What is chosen of a facet, in words; the words themselves where there is no facet.
   * @param {string | null} facet
   */
  choiceText(facet) {
    if (facet === null) return this.quoted(this.state.words);
    const values = (this.table && existing(this.table, this.state.chosen).get(facet)) ?? [];
    return `${this.nameOf(facet)}: ${values.map((value) => this.labelOf(facet, value)).join(", ")}`;
  }

  /**
   * @param {import("./explore/loosen.js").Looser | undefined} looser
   * @param {number} turn
   */
  async showNear(looser, turn) {
    const { table } = this;
    if (!table || !looser) return;
    const rows = inOrder(table, looser.rows, "date").slice(0, NEAR);
    const cards = await Promise.all(rows.map((row) => this.cards.card(table.slugs[row])));
    if (turn === this.turn) this.nothing.nearest(this.choiceText(looser.facet), cards);
  }

  /**
   * Words that look like those that nothing was found for, and that something is found for.
   * @param {number} turn
   */
  async suggest(turn) {
    const table = await wholeTableOf(this.home).catch(() => this.table);
    if (!table || turn !== this.turn) return;
    const labels = alike(table, this.state.words, 3);
    const found = await Promise.all(
      labels.map(async (label) => ({ label, count: (await this.words.practices(label)).rows.length })),
    ).catch(() => []);
    if (turn !== this.turn) return;
    const meant = found.filter(({ count }) => count);
    this.nothing.mean(
      meant.map(({ label, count }) => ({
        text: this.quoted(label),
        count,
        go: () => this.leave(withWords(this.state, label)),
      })),
    );
  }

  stop() {
    this.turn += 1;
    this.gone.abort();
    clearTimeout(this.timer);
    this.results.stop();
    this.map?.destroy();
  }
}

/**
 * What a state leaves of a table, in its order.
 * @param {import("./explore/table.js").Table} table
 * @param {State} state
 * @param {Found | null} found where its words are; null without words, and where the search does not work
 */
function selected(table, state, found) {
  const chosen = existing(table, state.chosen);
  const selection = select(table, chosen, found?.rows);
  const sort = found ? sortOf(state) : sortOf({ ...state, words: "" });
  const slugs = inOrder(table, selection.rows, sort, found?.rows).map((row) => table.slugs[row]);
  return { chosen, selection, slugs };
}

/**
 * Do something when what has just changed is on the screen and the page has time.
 * @param {Promise<void>} before what comes first, if it does not take too long
 * @param {() => void} act
 */
async function later(before, act) {
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ wanted) => setTimeout(wanted));
  await Promise.race([before, new Promise((resolve) => setTimeout(resolve, MAP_WAIT))]);
  requestAnimationFrame(() => idle(() => act(), { timeout: MAP_WAIT }));
}

/**
 * @param {string} name
 * @returns {import("./explore/state.js").Sort | null}
 */
function sortNamed(name) {
  return read(`?sort=${name}`).sort;
}

/**
 * Make the page of Explore work.
 * @param {Document} root
 * @returns {(() => void) | void} the teardown
 */
export function mountExplore(root) {
  const place = root.querySelector("[data-pb-explore]");
  if (!(place instanceof HTMLElement)) return;
  const explore = new Explore(place);
  explore.start();
  return () => explore.stop();
}
