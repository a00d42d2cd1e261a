// What a page needs only when its scripts run: the search dialog, what is said of the shortlist, what every map says. It is
// the same on all pages of a language, and so it comes from a file that the browser keeps (templates/frame/later.html).

const ADDRESSES = ["href", "action", "data-pb-root", "data-pb-home"];

/** @type {Promise<void> | undefined} */
let coming;

/**
 * Put it into the page, once.
 * @returns {Promise<void>} fails where it cannot be loaded; whoever asks again later tries again
 */
export function later() {
  coming ??= load().catch((error) => {
    coming = undefined;
    throw error;
  });
  return coming;
}

async function load() {
  const { default: html } = await import(`./later/${document.documentElement.lang}.js`);
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const name of ADDRESSES) for (const part of body.querySelectorAll(`[${name}]`)) resolve(part, name);
  document.body.append(...body.children);
}

/**
 * Its addresses are relative to the folder of the scripts.
 * @param {Element} part
 * @param {string} name
 */
function resolve(part, name) {
  part.setAttribute(name, new URL(part.getAttribute(name) ?? "", import.meta.url).href);
}
