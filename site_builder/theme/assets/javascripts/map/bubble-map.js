// A map with its bubbles: what it shows, where it moves, and where the focus is.

import { arrange, button, element as made, icon } from "../elements.js";
import { labelBubble, makeBubble } from "./bubble.js";
import { bubbles, room } from "./bubbles.js";
import { CUT, onMap } from "./geography.js";
import { keyboard, pointers } from "./input.js";
import { PlaceList } from "./list.js";
import { world } from "./parts.js";

/** From this zoom on, the finer lines are worth their bytes. */
const FINE_FROM = 5.5;
const CLOSEST = 10;
/** How close a map goes by itself: to the only place, and to one or several of more. */
const CLOSE_TO_ONE = 4;
const CLOSE_TO_SEVERAL = 7;
/** In which steps the zoom is sought at which a bubble comes apart. */
const STEP = 0.5;
/** Pixels between the outermost places and the edge, and between the edges of the world and those of the map. */
const MARGIN = 32;
const SHORE = 20;
/** The latitudes that a map of the whole world shows: all inhabited land. */
const WORLD = { south: -54, north: 70 };
/**
 * @typedef {object} Place
 * @property {string} key
 * @property {string} name
 * @property {number} lat degrees
 * @property {number} lon degrees
 * @property {string} [address] where its bubble leads; without it, the bubble chooses the place
 */

/** A map in an element. */
export class BubbleMap {
  /**
   * @param {object} parts
   * @param {import("./parts.js").Leaflet} parts.library
   * @param {HTMLElement} parts.element
   * @param {import("../labels.js").Labels} parts.labels
   * @param {Place[]} parts.places
   * @param {((key: string) => void) | undefined} parts.onChoose
   */
  constructor({ library, element, labels, places, onChoose }) {
    this.library = library;
    this.element = element;
    this.labels = labels;
    this.onChoose = onChoose;
    this.places = new Map(places.map((place) => [place.key, { ...place, lon: onMap(place.lon) }]));
    /** @type {Map<string, number>} */
    this.counts = new Map();
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {Map<string, {marker: import("leaflet").Marker, bubble: HTMLElement}>} */
    this.shown = new Map();
    this.touched = false;
    this.zooming = false;
    /** @type {(() => void) | undefined} what to do when the map has come to rest */
    this.next = undefined;
    /** @type {{zoom: number, groups: import("./bubbles.js").Group[]} | undefined} */
    this.grouped = undefined;
    this.isStale = false;
    /** @type {string[]} the keys of the places that are to be seen */
    this.occupied = [];
    this.pen = document.createElement("canvas").getContext("2d");
    /** @type {Map<string, number>} of each name that has been measured, in pixels */
    this.widths = new Map();
    this.fontSize = 0;
    /** @type {import("./bubbles.js").Box} where the buttons lie within the map */
    this.covered = { left: 0, top: 0, right: 0, bottom: 0 };
    /** @type {Map<string, number[]>} */
    this.shared = new Map();
    this.ending = new AbortController();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.frame = made("div", "pb-map__frame");
    this.hint = made("p", "pb-map__hint");
    this.hint.setAttribute("aria-hidden", "true");
    this.list = new PlaceList(labels, (key) => this.onChoose?.(key));
    this.toolbar = this.tools();
    this.element.append(...this.parts());
    this.map = this.start();
    this.listen();
    this.fit([], { animate: false });
    this.resize();
    document.fonts.ready.then(() => this.ending.signal.aborted || this.remeasure());
  }

  parts() {
    return [this.frame, this.toolbar, this.hint, this.list.dialog];
  }

  start() {
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "group");
    this.frame.setAttribute("aria-label", this.labels.text("map"));
    this.frame.setAttribute("aria-description", this.labels.text("keys"));
    const moves = !this.still.matches;
    return this.library.map(this.frame, {
      attributionControl: false,
      zoomControl: false,
      keyboard: false,
      scrollWheelZoom: false,
      trackResize: false,
      // Any zoom: the world is to fill the width exactly, and places their map.
      zoomSnap: 0,
      wheelPxPerZoomLevel: 120,
      renderer: this.library.svg({ padding: 0.5 }),
      maxZoom: CLOSEST,
      maxBounds: [
        [-85, CUT - 10],
        [85, CUT + 370],
      ],
      maxBoundsViscosity: 1,
      zoomAnimation: moves,
      markerZoomAnimation: moves,
      fadeAnimation: moves,
      inertia: moves,
    });
  }

  /** The buttons, in a corner. */
  tools() {
    /** @type {[string, string, () => void][]} */
    const wanted = [
      ["in", "plus", () => this.byHand().zoomIn(1, this.motion())],
      ["out", "minus", () => this.byHand().zoomOut(1, this.motion())],
      ["all", "whole", () => this.fit(this.occupied)],
    ];
    const buttons = wanted.map(([label, name, act]) => {
      const tool = button("pb-map__tool", icon(name));
      tool.setAttribute("aria-label", this.labels.text(label));
      tool.title = this.labels.text(label);
      tool.addEventListener("click", act);
      return tool;
    });
    return made("div", "pb-map__tools", ...buttons);
  }

  listen() {
    const { signal } = this.ending;
    const motion = () => this.motion();
    const byHand = () => this.byHand();
    this.map.on("zoomend moveend", () => this.refresh());
    this.map.on("zoomanim", () => {
      this.zooming = true;
    });
    this.map.on("zoomend", () => this.settle());
    this.map.on("dragstart", byHand);
    keyboard(this.element, { signal, motion, byHand, close: () => this.list.close() });
    pointers(this.frame, this.map, { signal, byHand, hint: (name) => this.explain(name) });
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.frame);
  }

  /** The map, which the reader moves: from now on it stays where it is until the places change. */
  byHand() {
    this.touched = true;
    return this.map;
  }

  settle() {
    this.zooming = false;
    this.refine();
    this.next?.();
  }

  motion() {
    return { animate: !this.still.matches, duration: 0.4 };
  }

  /** The world always fills the width, so that there is no edge beside it. */
  resize() {
    if (!this.frame.clientWidth) return;
    this.map.invalidateSize({ pan: false });
    this.measure();
    const least = Math.log2((this.frame.clientWidth - 2 * SHORE) / 256);
    if (this.map.getMinZoom() === least) return;
    // Not setMinZoom, which would glide to where the places are not.
    this.map.options.minZoom = least;
    if (!this.touched) this.fit(this.occupied, { animate: false });
    else if (this.map.getZoom() < least) this.map.setZoom(least, { animate: false });
  }

  /** Ask the page once for what only changes with its size: asking makes it lay itself out anew. */
  measure() {
    const { fontSize, fontFamily } = getComputedStyle(this.frame);
    this.fontSize = Number.parseFloat(fontSize);
    if (this.pen) this.pen.font = `600 ${fontSize} ${fontFamily}`;
    this.widths.clear();
    const tools = this.toolbar.getBoundingClientRect();
    const { x, y } = this.frame.getBoundingClientRect();
    this.covered = { left: tools.left - x, top: tools.top - y, right: tools.right - x, bottom: tools.bottom - y };
  }

  /** The names have another width as soon as the page's own letters have come. */
  remeasure() {
    this.measure();
    this.refresh();
  }

  /**
   * @param {import("./parts.js").World} drawn
   */
  draw({ land, borders }) {
    const { layerGroup, polygon, polyline } = this.library;
    const before = this.ground;
    this.ground = layerGroup([
      polygon(/** @type {any} */ (land), { className: "pb-map__land", interactive: false, smoothFactor: 0.6 }),
      polyline(borders, { className: "pb-map__borders", interactive: false, smoothFactor: 0.6 }),
    ]).addTo(this.map);
    before?.remove();
  }

  /** Finer lines, once, where the reader has come close. The coarse ones stay where they cannot be had. */
  async refine() {
    if (this.fine || this.map.getZoom() < FINE_FROM) return;
    this.fine = true;
    try {
      const drawn = await world("50m");
      if (!this.ending.signal.aborted) this.draw(drawn);
    } catch {
      this.fine = false;
    }
  }

  /**
   * @param {Map<string, number>} counts
   * @param {Set<string>} [chosen]
   * @param {Map<string, number[]>} [shared]
   */
  show(counts, chosen = new Set(), shared = new Map()) {
    const before = this.occupied.join(" ");
    this.counts = counts;
    this.chosen = chosen;
    this.shared = shared;
    this.grouped = undefined;
    this.isStale = true;
    this.list.close();
    this.occupied = [...this.places.keys()].filter((key) => counts.get(key) || chosen.has(key)).sort();
    const changed = this.occupied.join(" ") !== before;
    const wanted = chosen.size ? this.occupied.filter((key) => chosen.has(key)) : this.occupied;
    const isSeen = this.points(wanted).every((point) => this.map.getBounds().contains(point));
    const moves = wanted.length && (changed || (chosen.size && !isSeen));
    if (moves) this.fit(wanted, before ? this.motion() : { animate: false });
    // Where the map has jumped, it has been brought up to date by that.
    if (this.isStale) this.refresh();
  }

  /**
   * @param {string[]} keys
   * @returns {[number, number][]}
   */
  points(keys) {
    return keys.flatMap((key) => {
      const place = this.places.get(key);
      return place ? [/** @type {[number, number]} */ ([place.lat, place.lon])] : [];
    });
  }

  /**
   * Move to these places, or to the whole world.
   * @param {string[]} keys
   * @param {import("leaflet").ZoomPanOptions} [motion]
   */
  fit(keys, motion = this.motion()) {
    const points = this.points(keys);
    const whole = [
      [WORLD.south, CUT],
      [WORLD.north, CUT + 360],
    ];
    const bounds = this.library.latLngBounds(points.length ? points : /** @type {any} */ (whole));
    const padding = points.length ? MARGIN : 0;
    const maxZoom = this.occupied.length === 1 ? CLOSE_TO_ONE : CLOSE_TO_SEVERAL;
    this.touched = false;
    this.next = undefined;
    if (this.zooming) {
      // Leaflet does not take another way while it glides along one.
      this.next = () => this.fit(keys, motion);
      return;
    }
    this.map.fitBounds(bounds, { padding: [padding, padding], maxZoom, ...motion });
  }

  /** All bubbles at this zoom, wherever the map has been moved to. */
  groups() {
    const zoom = this.map.getZoom();
    if (this.grouped?.zoom === zoom) return this.grouped.groups;
    const groups = bubbles(this.pixels(this.occupied, zoom));
    this.grouped = { zoom, groups };
    return groups;
  }

  /**
   * @param {string[]} keys
   * @param {number} zoom
   */
  pixels(keys, zoom) {
    return this.points(keys).map((point, index) => {
      const { x, y } = this.map.project(point, zoom);
      const key = keys[index];
      return { key, x, y, count: this.counts.get(key) ?? 0, shared: this.shared.get(key) };
    });
  }

  /** Show the bubbles within the view: what is still right stays, with the focus that it may have. */
  refresh() {
    const { min, max } = this.map.getPixelBounds();
    if (!min || !max) return;
    this.isStale = false;
    const view = { left: min.x, top: min.y, right: max.x, bottom: max.y };
    const seen = this.groups().filter(({ x, y, radius }) => {
      return x + radius > view.left && x - radius < view.right && y + radius > view.top && y - radius < view.bottom;
    });
    const focused = this.focusedKeys();
    const wanted = new Set(seen.map(({ id }) => id));
    for (const [id, { marker }] of this.shown) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.shown.delete(id);
    }
    const sides = room(seen, (group) => this.sizeOfName(group), view, [this.coveredByTools(view)]);
    for (const group of seen) this.place(group, sides.get(group.id));
    this.inOrder(seen);
    if (focused) this.focusOn(focused);
  }

  /**
   * Where the buttons lie, in the pixels of the view.
   * @param {import("./bubbles.js").Box} view
   */
  coveredByTools({ left, top }) {
    const { covered } = this;
    return {
      left: left + covered.left,
      top: top + covered.top,
      right: left + covered.right,
      bottom: top + covered.bottom,
    };
  }

  /**
   * The keys of the bubble that has the focus.
   * @returns {string[] | undefined}
   */
  focusedKeys() {
    const found = [...this.shown].find(([, { bubble }]) => bubble === document.activeElement);
    return found?.[0].split(" ");
  }

  /** @param {string[]} keys */
  focusOn(keys) {
    const found = [...this.shown].find(([id]) => id.split(" ").some((key) => keys.includes(key)));
    const target = found ? found[1].bubble : this.frame;
    if (target !== document.activeElement) target.focus({ preventScroll: true });
  }

  /**
   * @param {import("./bubbles.js").Group} group
   */
  namesOf(group) {
    return group.keys.flatMap((key) => this.places.get(key)?.name ?? []);
  }

  /**
   * The room that the name of a place needs; the names of several are only shown when one points at them.
   * @param {import("./bubbles.js").Group} group
   */
  sizeOfName(group) {
    if (group.keys.length > 1) return null;
    if (!this.pen) return null;
    const [name] = this.namesOf(group);
    const width = this.widths.get(name) ?? this.pen.measureText(name).width;
    this.widths.set(name, width);
    return { width: width + 4, height: this.fontSize * 1.4 };
  }

  /**
   * Put a bubble on the map, or bring the one that is there up to date.
   * @param {import("./bubbles.js").Group} group
   * @param {import("./bubbles.js").Side | undefined} side
   */
  place(group, side) {
    const at = this.map.unproject([group.x, group.y], this.map.getZoom());
    const there = this.shown.get(group.id);
    const bubble = there?.bubble ?? this.bubble(group);
    const chosen = group.keys.filter((key) => this.chosen.has(key)).length;
    labelBubble(bubble, { ...group, names: this.namesOf(group), chosen, side }, this.labels);
    if (there) {
      there.marker.setLatLng(at);
      return;
    }
    const html = /** @type {HTMLElement} */ (bubble);
    const divIcon = this.library.divIcon({ html, className: "pb-map__place", iconSize: [0, 0] });
    const marker = this.library.marker(at, { icon: divIcon, keyboard: false, interactive: false }).addTo(this.map);
    this.shown.set(group.id, { marker, bubble });
  }

  /**
   * @param {import("./bubbles.js").Group} group
   * @returns {HTMLElement}
   */
  bubble({ id, keys }) {
    const several = keys.length > 1;
    const address = several ? undefined : this.places.get(id)?.address;
    const acts = several || address || this.onChoose;
    return makeBubble({
      several,
      address,
      activate: acts ? (event) => this.activate(event, id) : undefined,
      focus: () => this.reveal(id),
    });
  }

  /**
   * The Tab key goes through the bubbles by name, as through the list of the places.
   * @param {import("./bubbles.js").Group[]} seen
   */
  inOrder(seen) {
    const pane = this.map.getPanes().markerPane;
    const named = seen.map((group) => ({ id: group.id, name: this.namesOf(group)[0] }));
    named.sort((a, b) => a.name.localeCompare(b.name));
    const elements = named.flatMap(({ id }) => this.shown.get(id)?.marker.getElement() ?? []);
    arrange(pane, elements);
  }

  /**
   * @param {Event} event
   * @param {string} id
   */
  activate(event, id) {
    const dragged = /** @type {any} */ (this.map.dragging)?.moved?.();
    if (dragged && /** @type {MouseEvent} */ (event).detail) {
      event.preventDefault();
      return;
    }
    const keys = id.split(" ");
    if (keys.length > 1) this.open(keys);
    else if (!this.places.get(id)?.address) this.onChoose?.(id);
  }

  /**
   * A bubble of several places comes apart; where it cannot, its places are listed.
   * @param {string[]} keys
   */
  open(keys) {
    const zoom = this.apartAt(keys);
    if (zoom === undefined) {
      this.openList(keys);
      return;
    }
    const bounds = this.library.latLngBounds(this.points(keys));
    const whole = this.map.getBoundsZoom(bounds, false, this.library.point(MARGIN, MARGIN));
    const close = Math.max(zoom, Math.min(whole, zoom + 1, CLOSE_TO_SEVERAL));
    this.byHand().setView(bounds.getCenter(), close, this.motion());
  }

  /**
   * The zoom from which on these places are more than one bubble.
   * @param {string[]} keys
   */
  apartAt(keys) {
    for (let zoom = this.map.getZoom() + STEP; zoom <= CLOSEST; zoom += STEP) {
      const groups = bubbles(this.pixels(this.occupied, zoom));
      if (!groups.some((group) => keys.every((key) => group.keys.includes(key)))) return zoom;
    }
    return undefined;
  }

  /** @param {string[]} keys */
  openList(keys) {
    const found = keys.flatMap((key) => this.places.get(key) ?? []);
    const items = found.map((place) => ({
      ...place,
      count: this.counts.get(place.key) ?? 0,
      isChosen: this.chosen.has(place.key),
    }));
    items.sort((a, b) => a.name.localeCompare(b.name));
    this.list.open(items, () => this.focusOn(keys));
  }

  /**
   * A bubble that has got the focus is not left at the edge.
   * @param {string} id
   */
  reveal(id) {
    const { marker, bubble } = this.shown.get(id) ?? {};
    if (!marker || !bubble?.matches(":focus-visible")) return;
    this.map.panInside(marker.getLatLng(), { padding: [MARGIN, MARGIN], ...this.motion() });
  }

  /**
   * Say for a moment how the map is moved.
   * @param {"wheel" | "touch"} name
   */
  explain(name) {
    this.hint.textContent = this.labels.text(name);
    this.hint.classList.add("pb-map__hint--shown");
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.hint.classList.remove("pb-map__hint--shown"), 1500);
  }

  destroy() {
    clearTimeout(this.hiding);
    this.ending.abort();
    this.sizes?.disconnect();
    this.map.remove();
    for (const part of this.parts()) part.remove();
  }
}
