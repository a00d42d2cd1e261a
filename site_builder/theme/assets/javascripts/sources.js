// The number of a source says where the pointer rests on it which source that is. The page says that once, in its list.

/**
 * Give the numbers of a practice's page their titles.
 * @param {Document} page
 */
export function nameSources(page) {
  for (const mark of /** @type {NodeListOf<HTMLAnchorElement>} */ (page.querySelectorAll(".pb-cite:not([title])"))) {
    const source = page.getElementById((mark.getAttribute("href") ?? "").replace("#", ""));
    if (source) mark.title = titleOf(source);
  }
}

/**
 * Title, publisher and date: all that an item of the list says before what is said of its reading.
 * @param {HTMLElement} source
 */
function titleOf(source) {
  const parts = [...source.childNodes].filter((node) => node.nodeName !== "SPAN");
  return parts.map((node) => node.textContent ?? "").join("").trim();
}
