// The colours: those of the reader's device, or light, or dark. Which were chosen is kept in this browser and nowhere
// else. What has to happen before the page is shown is in templates/frame/first.html; this is the rest.

const KEY = "practice-bank.colours";
const CHOICES = /** @type {const} */ (["auto", "light", "dark"]);

/** @typedef {typeof CHOICES[number]} Choice */

/**
 * A choice from whatever was kept.
 * @param {string | null | undefined} kept
 * @returns {Choice}
 */
export function choice(kept) {
  return CHOICES.find((one) => one === kept) ?? "auto";
}

/**
 * The choice after this one.
 * @param {Choice} now
 * @returns {Choice}
 */
export function next(now) {
  return CHOICES[(CHOICES.indexOf(now) + 1) % CHOICES.length] ?? "auto";
}

/** @param {Choice} chosen */
function keep(chosen) {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // The choice holds until the reader leaves the page.
  }
}

/**
 * Make the button in the header work.
 * @param {Document} root
 * @returns {(() => void) | void} the teardown
 */
export function mountColours(root) {
  const button = /** @type {HTMLElement | null} */ (root.querySelector("[data-pb-colours-button]"));
  if (!button) return;
  const { body } = root;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const texts = { auto: button.dataset.pbTextAuto, light: button.dataset.pbTextLight, dark: button.dataset.pbTextDark };

  /** @param {Choice} chosen */
  function show(chosen) {
    const isDark = chosen === "auto" ? device.matches : chosen === "dark";
    body.dataset.mdColorScheme = isDark ? "slate" : "default";
    body.dataset.pbColours = chosen;
    button?.setAttribute("aria-label", texts[chosen] ?? "");
    button?.setAttribute("title", texts[chosen] ?? "");
  }

  function choose() {
    const chosen = next(choice(body.dataset.pbColours));
    keep(chosen);
    show(chosen);
  }

  const gone = new AbortController();
  const { signal } = gone;
  button.addEventListener("click", choose, { signal });
  device.addEventListener("change", () => show(choice(body.dataset.pbColours)), { signal });
  window.addEventListener("storage", ({ key, newValue }) => key === KEY && show(choice(newValue)), { signal });
  show(choice(body.dataset.pbColours));
  return () => gone.abort();
}
