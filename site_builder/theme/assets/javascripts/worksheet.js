// The worksheet: a sheet that a facilitator fills with practices, prints, and shares as a link. The address holds all of
// it. The browser keeps the reader's own; a sheet that came with a link takes its place only where the reader says so.

import { moved } from "./compare/address.js";
import { Choose } from "./compare/choose.js";
import { Practices } from "./compare/load.js";
import { Words } from "./compare/words.js";
import { copyLink } from "./copy-link.js";
import { arrange, element } from "./elements.js";
import { shortlist } from "./shortlist.js";
import { Add } from "./worksheet/add.js";
import { blank, isBlank, LENGTHS, MOST, read, tidy, write } from "./worksheet/address.js";
import { Block } from "./worksheet/block.js";
import { Own } from "./worksheet/own.js";

/**
 * @typedef {import("./worksheet/address.js").Sheet} Sheet
 * @typedef {import("./worksheet/address.js").Field} Field
 */

/** How long, in milliseconds, somebody has to stop typing before the address follows. */
const WAIT = 300;
const own = new Own(() => window.localStorage);

/** The page, from its address to its sheet. */
class Worksheet {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.words = new Words(root);
    this.practices = new Practices(new URL(root.dataset.pbPractices ?? "", document.baseURI).href);
    this.blanks = [...this.part("blocks").children];
    /** @type {Map<string, Block>} */
    this.blocks = new Map();
    this.sheet = blank();
    this.isOwn = false;
    this.turn = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.add = new Add(this.#form("add"), new URL(root.dataset.pbTitles ?? "", document.baseURI).href, this.words, {
      found: (slug, name) => this.#added(slug, name),
      say: (text) => this.say(text),
    });
    const bounds = { fewest: 1, most: MOST };
    this.choose = new Choose(this.#form("choose"), this.practices, this.words, (slugs) => this.#chosen(slugs), bounds);
    this.fields = /** @type {HTMLInputElement[]} */ ([...this.part("fields").querySelectorAll("input")]);
    for (const input of this.fields) input.maxLength = LENGTHS[nameOf(input)];
  }

  /** @param {string} name */
  #form(name) {
    return /** @type {HTMLFormElement} */ (this.part(name));
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-pb-part="${name}"]`));
  }

  /** @param {AbortSignal} signal */
  mount(signal) {
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.part("fields").addEventListener("input", () => this.#typed(), { signal });
    this.part("fields").addEventListener("change", () => this.#write(), { signal });
    window.addEventListener("popstate", () => this.#open(), { signal });
    window.addEventListener("pagehide", () => this.#write(), { signal });
    window.addEventListener("storage", () => this.#offer(), { signal });
    window.addEventListener("beforeprint", () => this.#sign(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
    this.part("desk").hidden = false;
    this.#open();
  }

  /** Show what the address asks for; what the reader last worked on where it asks for nothing. */
  #open() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { sheet, wrong } = read(window.location.search);
    const marked = window.history.state?.pbWorksheet === true;
    const restored = isBlank(sheet) && !marked && !isBlank(own.sheet);
    this.sheet = restored ? own.sheet : sheet;
    this.isOwn = marked || isBlank(own.sheet) || write(own.sheet) === write(this.sheet);
    if (restored) this.#setAddress("replaceState");
    this.#tellProblems(wrong);
    this.#showFields();
    if (this.sheet.slugs.length > MOST) this.#ask(this.sheet.slugs);
    else this.#show(restored ? this.words.text("restored") : "");
  }

  /**
   * Take over a changed sheet: under its own address, so that Back leads to the former one.
   * @param {Partial<Sheet>} changes
   */
  #change(changes) {
    this.#write();
    this.sheet = { ...this.sheet, ...changes };
    this.#setAddress("pushState");
    this.#keep();
    this.#showFields();
    return this.#show();
  }

  #keep() {
    if (this.isOwn) own.keep(this.sheet);
  }

  /** @param {"pushState" | "replaceState"} how */
  #setAddress(how) {
    const state = { ...window.history.state, pbWorksheet: this.isOwn };
    window.history[how](state, "", `${window.location.pathname}${write(this.sheet)}`);
  }

  /** What is typed is on the sheet at once; the address follows. */
  #typed() {
    for (const input of this.fields) this.sheet[nameOf(input)] = tidy(input.value, LENGTHS[nameOf(input)]);
    this.#showHead();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#write(), WAIT);
  }

  #write() {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.#setAddress("replaceState");
    this.#keep();
    this.#offer();
  }

  #showFields() {
    for (const input of this.fields) input.value = this.sheet[nameOf(input)];
    this.#showHead();
  }

  /** Title, town and date on the sheet: lines to write on where they are not given. */
  #showHead() {
    const title = this.root.querySelector("[data-pb-slot=title]");
    title?.replaceChildren(this.sheet.title || this.words.text("default"));
    for (const name of /** @type {const} */ (["town", "date"])) {
      const slot = this.root.querySelector(`[data-pb-slot=${name}]`);
      const text = this.sheet[name];
      const lines = slot?.querySelector(".pb-lines");
      for (const old of slot?.querySelectorAll(".pb-written") ?? []) old.remove();
      lines?.classList.toggle("pb-lines--taken", text !== "");
      if (text) slot?.prepend(element("span", "pb-written", text));
    }
  }

  /**
   * The sheet with its practices, and what is said once they are there.
   * @param {string} [said]
   */
  async #show(said) {
    const turn = ++this.turn;
    this.#close();
    this.#arrange();
    await Promise.all(this.sheet.slugs.map((slug) => this.#load(slug)));
    if (turn !== this.turn) return;
    this.#arrange();
    if (said !== undefined && this.sheet.slugs.length) this.say(said || this.words.count("shown", this.sheet.slugs.length));
  }

  /** @param {string} slug */
  async #load(slug) {
    const found = await this.practices.get(slug);
    const block = this.blocks.get(slug);
    if (!block || block.isFilled) return;
    block.fill(found);
    if (found.isLoaded && found.slug !== slug && this.sheet.slugs.includes(slug)) this.#rename(slug, found.slug);
  }

  /**
   * A former address has led to a practice that has another one now.
   * @param {string} former
   * @param {string} slug
   */
  #rename(former, slug) {
    const slugs = this.sheet.slugs.map((item) => (item === former ? slug : item));
    const block = this.blocks.get(former);
    this.blocks.delete(former);
    if (block && !this.blocks.has(slug)) this.blocks.set(slug, block.renamed(slug));
    this.sheet = { ...this.sheet, slugs: [...new Set(slugs)] };
    this.#setAddress("replaceState");
    this.#keep();
  }

  /** Put the blocks in their order; blank ones where nothing is chosen. */
  #arrange() {
    const { slugs } = this.sheet;
    const blocks = slugs.map((slug) => this.#block(slug));
    blocks.forEach((block, index) => block.stand(index, slugs.length));
    arrange(this.part("blocks"), slugs.length ? blocks.map((block) => block.element) : this.blanks);
    arrange(this.part("list"), blocks.map((block) => block.row));
    this.part("list").hidden = slugs.length === 0;
    this.#showContents(blocks);
    this.part("empty").hidden = slugs.length > 0;
    this.part("anew").hidden = !this.isOwn || isBlank(this.sheet);
    this.part("link").hidden = true;
    this.#offer();
  }

  /** @param {string} slug */
  #block(slug) {
    const known = this.blocks.get(slug);
    if (known) return known;
    const row = /** @type {HTMLElement} */ (this.root.querySelector("[data-pb-row]"));
    const made = new Block(/** @type {HTMLElement} */ (this.blanks[0]), row, slug, this.words);
    this.blocks.set(slug, made);
    return made;
  }

  /** @param {Block[]} blocks */
  #showContents(blocks) {
    const contents = this.part("contents");
    contents.hidden = blocks.length === 0;
    contents.querySelector("ol")?.replaceChildren(...blocks.map((block) => element("li", "", ...block.called())));
  }

  /** Say whose sheet it is, and how many of the shortlist could come onto it. */
  #offer() {
    const others = shortlist.slugs.filter((slug) => !this.sheet.slugs.includes(slug));
    const button = this.part("shortlist");
    button.textContent = this.words.count("from-shortlist", others.length);
    button.hidden = others.length === 0;
    const mine = own.sheet;
    const isForeign = !this.isOwn && !isBlank(mine) && write(mine) !== write(this.sheet);
    this.part("shared").hidden = !isForeign || !this.choose.form.hidden;
    const name = [mine.title, mine.town, mine.date, this.words.count("shown", mine.slugs.length)].filter(Boolean).join(", ");
    const said = this.root.querySelector("[data-pb-shared]");
    if (said) said.textContent = this.words.text("shared", { own: name });
  }

  /** @param {string[]} wrong */
  #tellProblems(wrong) {
    const problems = this.part("problems");
    problems.replaceChildren(...wrong.map((slug) => element("p", "", this.words.text("no-such", { slug }))));
    problems.hidden = wrong.length === 0;
  }

  /** @param {string} text */
  say(text) {
    this.part("status").textContent = text;
  }

  /**
   * Let the reader choose which practices stay: more are asked for than fit.
   * @param {string[]} slugs
   */
  #ask(slugs) {
    this.choose.show(slugs);
    for (const name of ["tools", "sheet"]) this.part(name).hidden = true;
    this.part("cancel").hidden = this.sheet.slugs.length > MOST;
    this.#offer();
    this.say(this.words.count("too-many", new Set(slugs).size));
    if (this.sheet.slugs.length <= MOST) this.choose.form.querySelector("input")?.focus();
  }

  #close() {
    this.choose.form.hidden = true;
    for (const name of ["tools", "sheet"]) this.part(name).hidden = false;
  }

  /** @param {string[]} slugs */
  async #chosen(slugs) {
    await this.#change({ slugs });
    this.say(this.words.count("shown", slugs.length));
    this.add.input.focus();
  }

  /**
   * @param {string} slug
   * @param {string} name
   */
  #added(slug, name) {
    const { slugs } = this.sheet;
    if (slugs.includes(slug)) return this.say(this.words.text("there", { title: name }));
    if (slugs.length >= MOST) return this.say(this.words.text("full"));
    this.add.clear();
    this.#change({ slugs: [...slugs, slug] });
    return this.say(this.words.text("added", { title: name, number: slugs.length + 1 }));
  }

  /** @param {Event} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("button[data-pb-act]"));
    if (!button) return;
    const { pbAct: act = "", pbSlug: slug = "" } = button.dataset;
    if (act === "retry") this.#retry(slug);
    else if (slug) this.#move(act, slug);
    else this.#act(act);
  }

  /** @param {string} act */
  #act(act) {
    if (act === "print") window.print();
    if (act === "copy") this.#copy();
    if (act === "shortlist") this.#takeOver();
    if (act === "cancel") this.#cancel();
    if (act === "keep") this.#makeOwn();
    if (act === "own") this.#openOwn();
    if (act === "anew") this.#empty();
  }

  /** @param {string} slug */
  async #retry(slug) {
    await this.#show("");
    this.blocks.get(slug)?.button("remove")?.focus();
  }

  #takeOver() {
    const slugs = [...new Set([...this.sheet.slugs, ...shortlist.slugs])];
    if (slugs.length > MOST) return this.#ask(slugs);
    return this.#chosen(slugs);
  }

  #cancel() {
    this.#show("");
    this.part("shortlist").focus();
  }

  #makeOwn() {
    this.isOwn = true;
    this.#keep();
    this.#setAddress("replaceState");
    this.#arrange();
    this.say(this.words.text(own.isKept ? "kept" : "kept-here"));
    this.add.input.focus();
  }

  #openOwn() {
    this.isOwn = true;
    this.#tellProblems([]);
    this.#change(own.sheet);
    this.say(this.words.text("restored"));
    this.add.input.focus();
  }

  #empty() {
    this.#change(blank());
    this.say(this.words.text("emptied"));
    this.add.input.focus();
  }

  /**
   * Move or remove a practice, and keep the focus where the reader is at work.
   * @param {string} act
   * @param {string} slug
   */
  #move(act, slug) {
    const { slugs } = this.sheet;
    const at = slugs.indexOf(slug);
    const title = this.blocks.get(slug)?.title ?? slug;
    const others = slugs.filter((other) => other !== slug);
    const changed = act === "remove" ? others : moved(slugs, slug, act === "later" ? 1 : -1);
    this.#change({ slugs: changed });
    const next = act === "remove" ? (others[at] ?? others[at - 1] ?? "") : slug;
    (this.blocks.get(next)?.button(act) ?? this.add.input)?.focus();
    this.say(this.words.text(act === "remove" ? "removed" : "moved", { title, number: changed.indexOf(slug) + 1 }));
  }

  async #copy() {
    this.#write();
    const copied = await copyLink(this.part("link"));
    this.say(this.words.text(copied ? "copied" : "copy-yourself"));
  }

  /** Say on paper where the sheet comes from, and from when. */
  #sign() {
    this.#write();
    const text = this.words.text("printed", { date: this.words.date(new Date()), address: window.location.href });
    this.part("printed").textContent = text;
  }
}

/** @param {HTMLInputElement} input @returns {Field} */
function nameOf(input) {
  return /** @type {Field} */ (input.name);
}

/**
 * Make the worksheet work, where this is it.
 * @param {Document} root
 * @returns {(() => void) | undefined} the teardown
 */
export function mountWorksheet(root) {
  const found = /** @type {HTMLElement | null} */ (root.querySelector("[data-pb-worksheet]"));
  if (!found) return undefined;
  const gone = new AbortController();
  new Worksheet(found).mount(gone.signal);
  return () => gone.abort();
}
