// Promises that are kept under a name. What cannot be had now may be had later: one that fails is forgotten.

/** The promises. */
export class Kept {
  /** @param {number} [most] how many are kept at most; then the one that was made first is forgotten */
  constructor(most = Infinity) {
    this.most = most;
    /** @type {Map<string, Promise<any>>} */
    this.promises = new Map();
  }

  /**
   * @template Value
   * @param {string} name
   * @param {() => Promise<Value>} make
   * @returns {Promise<Value>}
   */
  get(name, make) {
    const kept = this.promises.get(name);
    if (kept) return kept;
    const made = make();
    this.promises.set(name, made);
    made.catch(() => this.promises.get(name) === made && this.forget(name));
    const [oldest] = this.promises.keys();
    if (this.promises.size > this.most) this.forget(oldest);
    return made;
  }

  /** @param {string} name */
  forget(name) {
    this.promises.delete(name);
  }
}
