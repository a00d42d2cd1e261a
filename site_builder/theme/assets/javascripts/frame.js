// The header and the search dialog stay where they are when Material swaps the page below them (its feature
// navigation.instant). So after each swap they are told which page it is.

/** What comes before a link is followed, in this tab or in another. */
const BEFORE_LEAVING = ["pointerdown", "focusin", "click"];

/**
 * @param {Document} root
 * @returns {() => void}
 */
export function mountFrame(root) {
  point(root);
  for (const menu of root.querySelectorAll("details.pb-menu")) menu.removeAttribute("open");
  const gone = new AbortController();
  for (const kind of BEFORE_LEAVING) root.addEventListener(kind, takeAlong, { signal: gone.signal, capture: true });
  return () => {
    gone.abort();
    for (const dialog of root.querySelectorAll("dialog")) dialog.close();
  };
}

/**
 * Mark the page in the navigation, and lead to it in the other languages. The footer, which is swapped, knows where.
 * @param {Document} root
 */
function point(root) {
  const here = new URL(root.baseURI).pathname;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll(".pb-header nav ul a"))) {
    if (link.pathname === here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll("[data-pb-switch]"))) {
    const same = `.pb-header .pb-language[hreflang="${link.hreflang}"]`;
    for (const other of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll(same))) {
      other.href = link.href;
    }
  }
}

/**
 * What the address says was chosen (in Explore, in a comparison, on a worksheet) is the same in every language.
 * @param {Event} event
 */
function takeAlong({ target }) {
  const link = target instanceof Element ? target.closest(".pb-language, [data-pb-switch]") : null;
  if (link instanceof HTMLAnchorElement) link.search = location.search;
}
