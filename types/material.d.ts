// What Material's script leaves for others. Only the checker reads this file.

interface Window {
  /** Gives the document now, and again whenever another page has been put into it. */
  document$?: { subscribe(next: (root: Document) => void): unknown };
}
