// The header and the search dialog stay where they are when Material swaps the page below them (its feature
// navigation.instant). So after each swap they are told which page it is.

/**
 * @param {Document} root
 * @returns {() => void}
 */
export function mountFrame(root) {
  resolve(root);
  point(root);
  for (const menu of root.querySelectorAll("details.pb-menu")) menu.removeAttribute("open");
  return () => {
    for (const dialog of root.querySelectorAll("dialog")) dialog.close();
  };
}

/**
 * Make absolute what the frame says relatively to the first page that was opened.
 * @param {Document} root
 */
function resolve(root) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("dialog[data-pb-root]"))) {
    for (const name of ["pbRoot", "pbHome"]) {
      part.dataset[name] = new URL(part.dataset[name] ?? "", root.baseURI).href;
    }
  }
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (root.querySelectorAll("dialog form"))) {
    form.setAttribute("action", form.action);
  }
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
