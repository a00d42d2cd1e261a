// The reader's own sheet, kept in this browser and nowhere else. What a link brings is not the reader's own.

import { blank, MOST, read, write } from "./address.js";

/** @typedef {import("./address.js").Sheet} Sheet */

export const KEY = "practice-bank.worksheet";

/** One sheet in a storage; in memory, until the reader leaves the page, where the storage is blocked. */
export class Own {
  /** @param {() => Storage} storage may throw, as `window.localStorage` does where it is blocked */
  constructor(storage) {
    this.storage = storage;
    this.remembered = "";
    this.isKept = true;
  }

  /** The sheet; a blank one where there is none, or a broken one. @returns {Sheet} */
  get sheet() {
    const { sheet } = read(this.#text);
    return sheet.slugs.length > MOST ? blank() : sheet;
  }

  get #text() {
    if (!this.isKept) return this.remembered;
    try {
      return this.storage().getItem(KEY) ?? "";
    } catch {
      this.isKept = false;
      return this.remembered;
    }
  }

  /** @param {Sheet} sheet */
  keep(sheet) {
    this.remembered = write(sheet);
    try {
      this.storage().setItem(KEY, this.remembered);
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }
}
