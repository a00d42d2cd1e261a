// The table: one practice a column, one field a row. It stays a table for a screen reader on every screen; on a
// narrow one the style sheet makes a block of each row, in which every cell says whose it is.

import { element } from "../elements.js";
import { CELLS, comparison, shared } from "./cells.js";
import { isSame } from "./differences.js";
import { isMixed } from "./figures.js";

/**
 * @typedef {import("./load.js").Loaded} Loaded
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./cells.js").Cell} Cell
 * @typedef {import("./cells.js").Comparison} Comparison
 * @typedef {HTMLTableRowElement} Row
 */

const ADDED = "data-pb-added";

/**
 * Show these practices side by side, in place of what the table showed before.
 * @param {HTMLTableElement} table
 * @param {Loaded[]} columns
 * @param {Words} words
 */
export function fillTable(table, columns, words) {
  for (const old of table.querySelectorAll(`[${ADDED}]`)) old.remove();
  const practices = columns.filter((column) => column.isLoaded);
  const compared = comparison(practices, words);
  table.dataset.pbColumns = String(columns.length);
  fillHead(table, columns, words);
  for (const heading of /** @type {NodeListOf<HTMLTableCellElement>} */ (table.querySelectorAll("th[scope=rowgroup]"))) {
    heading.colSpan = columns.length + 1;
  }
  for (const row of rows(table)) fillRow(row, columns, CELLS[row.dataset.pbRow ?? ""], compared);
  for (const measure of compared.measures) addShared(table, measure, columns, compared);
  const notes = { unshared: practices.length > 1 && compared.measures.length === 0, currencies: isMixed(practices.map((item) => item.total)) };
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("[data-pb-note]"))) {
    note.hidden = !notes[/** @type {keyof typeof notes} */ (note.dataset.pbNote)];
  }
  hideEmptyGroups(table);
}

/** @param {HTMLTableElement} table @returns {Row[]} */
function rows(table) {
  return [...table.querySelectorAll("tr[data-pb-row]")].map((row) => /** @type {Row} */ (row));
}

/**
 * How a column is called where its whole title is too long: by its number and its place, or by its title where two
 * are in one place.
 * @param {Loaded} column
 * @param {Loaded[]} columns
 */
export function shortName(column, columns) {
  if (!column.isLoaded) return column.slug;
  const same = columns.filter((other) => other.isLoaded && other.place === column.place);
  return same.length > 1 || !column.place ? column.title : column.place;
}

/**
 * @param {HTMLTableElement} table
 * @param {Loaded[]} columns
 * @param {Words} words
 */
function fillHead(table, columns, words) {
  const head = /** @type {Row} */ (table.querySelector("[data-pb-head]"));
  const arrange = /** @type {Row} */ (table.querySelector("[data-pb-arrange]"));
  const model = /** @type {HTMLElement} */ (document.querySelector("[hidden] > [data-pb-column]"));
  for (const [index, column] of columns.entries()) {
    const title = titleOf(column, index);
    const cell = element("th", "pb-compare__head", ...title);
    cell.scope = "col";
    append(head, cell, "columnheader");
    const controls = element("td", "", nameOf(column, columns, index), model.cloneNode(true));
    for (const button of controls.querySelectorAll("button")) {
      button.dataset.pbSlug = column.slug;
      const name = words.text(button.dataset.pbAct ?? "", { title: column.isLoaded ? column.title : column.slug });
      button.setAttribute("aria-label", name);
      button.title = name;
      const isLast = index === columns.length - 1;
      button.disabled = (button.dataset.pbAct === "earlier" && index === 0) || (button.dataset.pbAct === "later" && isLast);
    }
    append(arrange, controls, "cell");
  }
}

/**
 * @param {Loaded} column
 * @param {number} index
 */
function titleOf(column, index) {
  const count = element("span", "pb-compare__number", String(index + 1));
  if (!column.isLoaded) return [count, " ", column.slug];
  const link = element("a", "", column.title);
  link.href = column.address;
  if (column.language) link.lang = column.language;
  return [count, " ", ...(column.place ? [element("span", "pb-compare__place", column.place), " "] : []), link];
}

/**
 * Whose cell it is, for those who see the row as a block. A screen reader takes it from the head of the column.
 * @param {Loaded} column
 * @param {Loaded[]} columns
 * @param {number} index
 */
function nameOf(column, columns, index) {
  const text = shortName(column, columns);
  const name = element("span", "pb-compare__name", element("span", "pb-compare__number", String(index + 1)), " ", text);
  name.setAttribute("aria-hidden", "true");
  if (column.isLoaded && column.language && text === column.title) name.lang = column.language;
  return name;
}

/**
 * @param {Row} row
 * @param {HTMLElement} cell
 * @param {string} role
 */
function append(row, cell, role) {
  cell.setAttribute("role", role);
  cell.setAttribute(ADDED, "");
  row.append(cell);
}

/**
 * @param {Row} row
 * @param {Loaded[]} columns
 * @param {import("./cells.js").Write | undefined} write
 * @param {Comparison} compared
 */
function fillRow(row, columns, write, compared) {
  if (!write) return;
  /** @type {string[]} */
  const keys = [];
  for (const [index, column] of columns.entries()) {
    const cell = column.isLoaded ? write(column, compared) : undefined;
    if (cell) keys.push(cell.key);
    append(row, element("td", "", nameOf(column, columns, index), content(cell, column, compared.words)), "cell");
  }
  const same = keys.length > 1 && isSame(keys);
  row.classList.toggle("pb-compare__same", same);
  const said = /** @type {HTMLElement | null} */ (row.querySelector("[data-pb-same]"));
  if (said) said.hidden = !same;
}

/**
 * @param {Cell | undefined} cell
 * @param {Loaded} column
 * @param {Words} words
 */
function content(cell, column, words) {
  const holder = element("div", "pb-compare__cell");
  if (cell?.key) holder.append(...cell.nodes);
  else if (cell) holder.append(element("span", "pb-quiet", words.text("not-given")));
  else if (!column.isLoaded) holder.append(element("span", "pb-quiet", words.text(column.why)));
  return holder;
}

/**
 * A row for a figure that several practices count in the same way, above those that each has alone.
 * @param {HTMLTableElement} table
 * @param {string} measure
 * @param {Loaded[]} columns
 * @param {Comparison} compared
 */
function addShared(table, measure, columns, compared) {
  const before = /** @type {Row} */ (table.querySelector("tr[data-pb-row=results]"));
  const row = /** @type {Row} */ (table.querySelector("tr[data-pb-shared]")?.cloneNode(true));
  const [owner] = compared.practices.filter((practice) => practice.results.some((item) => item.measure === measure));
  const result = owner?.results.find((item) => item.measure === measure);
  if (!owner || !result) return;
  row.setAttribute(ADDED, "");
  row.hidden = false;
  row.removeAttribute("data-pb-shared");
  row.dataset.pbRow = "shared";
  row.querySelector("[data-pb-indicator]")?.append(owner.part(result.element, "indicator"));
  before.before(row);
  fillRow(row, columns, shared(measure), compared);
}

/** A group whose rows say the same everywhere has nothing to show to those who want only what differs. @param {HTMLTableElement} table */
function hideEmptyGroups(table) {
  for (const body of table.tBodies) {
    const differing = [...body.querySelectorAll("tr[data-pb-row]")].filter((row) => !row.classList.contains("pb-compare__same"));
    body.classList.toggle("pb-compare__same", differing.length === 0);
  }
}

