// Elements made of text, never of HTML that somebody wrote.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {...(string | Node)} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className = "", ...content) {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.append(...content);
  return created;
}

/**
 * A button that submits nothing.
 * @param {string} className
 * @param {...(string | Node)} content
 */
export function button(className, ...content) {
  const created = element("button", className, ...content);
  created.type = "button";
  return created;
}

/**
 * One of the drawings of styles/icons, by its name.
 * @param {string} name
 */
export function icon(name) {
  return element("i", `pb-icon pb-icon--${name}`);
}

/**
 * An excerpt as Pagefind gives it, HTML, of which only the text and its marks are taken over.
 * @param {string} html
 * @returns {(string | HTMLElement)[]}
 */
export function marked(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => {
    const text = node.textContent ?? "";
    return node.nodeName === "MARK" ? element("mark", "", text) : text;
  });
}

/**
 * Put children into a parent in this order, and nothing else; what already stands right is not touched, so that it
 * keeps the focus.
 * @param {Element} parent
 * @param {Element[]} children
 */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}
