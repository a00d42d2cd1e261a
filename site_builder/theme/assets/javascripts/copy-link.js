// The address of the page, for somebody else.

/**
 * Copy the page's address; where the browser does not allow that, show it in a field to be copied by hand.
 * @param {HTMLElement} holder what holds the field, hidden until then
 * @returns {Promise<boolean>} whether it is copied
 */
export async function copyLink(holder) {
  const { href } = window.location;
  try {
    await navigator.clipboard.writeText(href);
    return true;
  } catch {
    const field = /** @type {HTMLInputElement} */ (holder.querySelector("input"));
    holder.hidden = false;
    field.value = href;
    field.focus();
    field.select();
    return false;
  }
}
