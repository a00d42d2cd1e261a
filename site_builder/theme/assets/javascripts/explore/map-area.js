// The map above the list: a button opens and closes it, and it is loaded when it comes near the view.

/** @typedef {import("./table.js").Table} Table */

const NEAR = "300px";

/** The map's part of the page. */
export class MapArea {
  /**
   * @param {HTMLElement} area
   * @param {{table: Table, whole: () => Promise<Table>}} tables the table, and the way to the one that knows where
   *   cities lie
   * @param {import("../labels.js").Labels} labels
   * @param {{choose: (key: string) => void, opened: (open: boolean) => void}} events opened tells where the map is
   *   no longer as it is by itself: closed where there is little room
   */
  constructor(area, { table, whole }, labels, events) {
    this.area = area;
    this.whole = whole;
    this.labels = labels;
    this.events = events;
    this.button = /** @type {HTMLButtonElement} */ (area.querySelector("[data-pb-map-toggle]"));
    this.body = /** @type {HTMLElement} */ (area.querySelector("[data-pb-map-body]"));
    this.canvas = /** @type {HTMLElement} */ (area.querySelector("[data-pb-map-area]"));
    this.note = /** @type {HTMLElement} */ (area.querySelector("[data-pb-map-note]"));
    this.city = table.facets.find((facet) => facet.key === "city");
    /** @type {import("../map.js").Handle | null} */
    this.map = null;
    this.isWanted = false;
    this.isGone = false;
    /** @type {[Map<string, number>, Set<string>, Map<string, number[]>]} */
    this.shown = [new Map(), new Set(), new Map()];
    this.isUsual = this.isOpen();
    this.button.addEventListener("click", () => this.toggle());
    this.button.setAttribute("aria-expanded", String(this.isOpen()));
    this.near = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.load(), {
      rootMargin: NEAR,
    });
  }

  isOpen() {
    return this.body.checkVisibility();
  }

  toggle() {
    this.open(!this.isOpen());
    this.events.opened(this.isOpen() && !this.isUsual);
  }

  /** @param {boolean} open */
  open(open) {
    this.area.dataset.pbOpen = String(open);
    this.button.setAttribute("aria-expanded", String(open));
  }

  async load() {
    if (this.isWanted || !this.city) return;
    this.isWanted = true;
    this.near.disconnect();
    try {
      const [{ createMap }, { places = {} }] = await Promise.all([import("../map.js"), this.whole()]);
      const map = await createMap(this.canvas, { places: this.placesAt(places), onChoose: this.events.choose });
      if (this.isGone) return map.destroy();
      this.map = map;
      map.show(...this.shown);
    } catch (error) {
      this.note.textContent = this.labels.text("mapFailed");
      this.note.hidden = false;
      console.warn("The map failed.", error);
    }
  }

  /** @param {Record<string, [number, number]>} places */
  placesAt(places) {
    const { city } = this;
    return (city?.values ?? []).flatMap((key, place) => {
      const at = places[key];
      return at ? [{ key, name: city?.labels[place] ?? key, lat: at[0], lon: at[1] }] : [];
    });
  }

  /**
   * Show these counts. Nothing of the map is loaded before the first of them.
   * @param {Uint32Array} counts of each city
   * @param {readonly string[]} chosen
   * @param {readonly number[]} rows the practices that are counted
   */
  show(counts, chosen, rows) {
    const named = new Map((this.city?.values ?? []).map((key, place) => [key, counts[place] ?? 0]));
    this.shown = [new Map([...named].filter(([, count]) => count)), new Set(chosen), this.shared(rows)];
    if (this.map) this.map.show(...this.shown);
    else if (!this.isWanted) this.near.observe(this.canvas);
  }

  /**
   * The practices that are in several cities, by city: a bubble of several cities counts them once.
   * @param {readonly number[]} rows
   */
  shared(rows) {
    /** @type {Map<string, number[]>} */
    const found = new Map();
    const { starts, items, values } = this.city ?? { starts: new Uint32Array(), items: new Uint32Array(), values: [] };
    for (const row of rows) {
      const [start, end] = [starts[row], starts[row + 1]];
      if (end - start < 2) continue;
      for (const place of items.subarray(start, end)) {
        const numbers = found.get(values[place]);
        if (numbers) numbers.push(row);
        else found.set(values[place], [row]);
      }
    }
    return found;
  }

  destroy() {
    this.isGone = true;
    this.near.disconnect();
    this.map?.destroy();
  }
}
