// The search in every page's header: Pagefind behind a dialog, opened by its button, by the form of the home
// page, or by the key "/".

const SHOWN = 12;
const WAIT = 120;

/**
 * @typedef {object} Words
 * @property {string} loading
 * @property {string} none
 * @property {string} failed
 * @property {string} hint
 * @property {string} results JSON: a text for each plural form of the language
 * @property {string} shown
 */

/** @type {Promise<Pagefind> | undefined} */
let loaded;

/**
 * Load Pagefind once, at the first need.
 * @param {HTMLElement} dialog
 */
function pagefind(dialog) {
  loaded ??= (async () => {
    const root = new URL(dialog.dataset.pbRoot || "./", document.baseURI);
    const api = /** @type {Pagefind} */ (await import(new URL("pagefind/pagefind.js", root).href));
    await api.options({ excerptLength: 24 });
    await api.init();
    return api;
  })();
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

/**
 * Put values in the place of a label's {placeholders}.
 * @param {string} text
 * @param {Record<string, string>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} text
 */
function element(tag, className, text) {
  const created = document.createElement(tag);
  created.className = className;
  created.textContent = text;
  return created;
}

/**
 * The excerpt with its marks, built from text: Pagefind gives HTML, of which only <mark> is taken over.
 * @param {string} html
 */
function excerpt(html) {
  const created = element("span", "pb-search__excerpt", "");
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const node of parsed.body.childNodes) {
    const text = node.textContent ?? "";
    created.append(node.nodeName === "MARK" ? element("mark", "", text) : text);
  }
  return created;
}

/**
 * The summary, and the excerpt where it shows something else.
 * @param {PagefindPage} data
 */
function texts(data) {
  const summary = data.meta.summary ?? "";
  const found = excerpt(data.excerpt);
  const first = found.textContent?.slice(0, 40) ?? "";
  const isNew = data.excerpt.includes("<mark>") && !summary.includes(first.slice(5));
  return [...(summary ? [element("span", "pb-search__summary", summary)] : []), ...(isNew ? [found] : [])];
}

/**
 * One result: title, place, language where it is another, and what was found.
 * @param {PagefindPage} data
 */
function result(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.url;
  const title = element("span", "pb-search__title", data.meta.title ?? data.url);
  if (data.meta.lang) title.lang = data.meta.lang;
  link.append(title);
  const place = [data.meta.place, data.meta.language].filter(Boolean).join(" · ");
  if (place) link.append(element("span", "pb-search__place", place));
  for (const text of texts(data)) {
    if (data.meta.lang) text.lang = data.meta.lang;
    link.append(text);
  }
  item.append(link);
  return item;
}

/** The search dialog of the page, and what leads into it. */
class Search {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    this.status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    this.list = /** @type {HTMLElement} */ (dialog.querySelector(".pb-search__results"));
    this.words = /** @type {Words} */ (
      Object.fromEntries(
        Object.entries(dialog.dataset)
          .filter(([key]) => key.startsWith("pbText"))
          .map(([key, value]) => [key.slice(6).toLowerCase(), value ?? ""]),
      )
    );
    this.turn = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  mount() {
    this.dialog.addEventListener("keydown", (event) => this.move(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.dialog.querySelector("[data-pb-search-close]")?.addEventListener("click", () => this.dialog.close());
    this.dialog.querySelector("form")?.addEventListener("submit", (event) => this.submit(event));
    this.input.addEventListener("input", () => this.typed());
    for (const opener of document.querySelectorAll("[data-pb-search-open]")) {
      opener.addEventListener("click", (event) => {
        event.preventDefault();
        this.open();
      });
    }
    for (const form of document.querySelectorAll("[data-pb-search-form]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.open(form.querySelector("input")?.value);
      });
    }
    document.addEventListener("keydown", (event) => this.shortcut(event));
  }

  /** @param {KeyboardEvent} event */
  shortcut(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.open();
    }
  }

  /** @param {string} [query] */
  open(query) {
    if (query !== undefined) this.input.value = query;
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
    pagefind(this.dialog).catch(() => this.say(this.words.failed));
    this.run();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.run(), WAIT);
  }

  async run() {
    const turn = ++this.turn;
    const query = this.input.value.trim();
    if (!query) return this.show([], this.words.hint);
    this.say(this.words.loading);
    try {
      const api = await pagefind(this.dialog);
      const { results } = await api.search(query);
      const data = await Promise.all(results.slice(0, SHOWN).map((found) => found.data()));
      if (turn === this.turn) this.show(data.map(result), this.summary(query, results.length));
    } catch (error) {
      if (turn === this.turn) this.show([], this.words.failed);
      console.warn("The search failed.", error);
    }
  }

  /**
   * @param {string} query
   * @param {number} count
   */
  summary(query, count) {
    const number = count.toLocaleString(this.dialog.dataset.pbLanguage);
    if (!count) return fill(this.words.none, { query });
    if (count > SHOWN) return fill(this.words.shown, { shown: String(SHOWN), number });
    /** @type {Record<string, string>} */
    const forms = JSON.parse(this.words.results);
    const form = new Intl.PluralRules(this.dialog.dataset.pbLanguage).select(count);
    return fill(forms[form] ?? forms.other ?? "", { number });
  }

  /**
   * @param {HTMLElement[]} items
   * @param {string} status
   */
  show(items, status) {
    this.list.replaceChildren(...items);
    this.list.scrollTop = 0;
    this.say(status);
  }

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const first = this.list.querySelector("a");
    if (first) first.click();
  }

  /**
   * Arrow keys go from the input through the results and back.
   * @param {KeyboardEvent} event
   */
  move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input, ...this.list.querySelectorAll("a")];
    const current = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    const next = stops[current + (event.key === "ArrowDown" ? 1 : -1)];
    if (current < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

/** Make the page's search button open the dialog. */
export function mountSearch() {
  const dialog = document.querySelector("dialog[data-pb-search]");
  if (dialog instanceof HTMLDialogElement) new Search(dialog).mount();
}
