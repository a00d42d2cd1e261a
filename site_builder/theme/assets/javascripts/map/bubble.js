// The element of one bubble: a link, a button, or, where there is nothing to do, a picture with a name.

import { button, element } from "../elements.js";
import { bubbleName, shortName } from "./names.js";

/**
 * @param {object} options
 * @param {boolean} options.several whether it stands for several places
 * @param {string} [options.address] where it leads
 * @param {(event: Event) => void} [options.activate] without it, the bubble only shows where something is
 * @param {() => void} options.focus
 * @returns {HTMLElement}
 */
export function makeBubble({ several, address, activate, focus }) {
  const content = [element("span", "pb-bubble__name"), " ", element("span", "pb-bubble__count")];
  if (!activate) {
    const picture = element("span", "pb-bubble pb-bubble--still", ...content);
    picture.setAttribute("role", "img");
    return picture;
  }
  const bubble = address ? element("a", "pb-bubble", ...content) : button("pb-bubble", ...content);
  if (address) bubble.setAttribute("href", address);
  bubble.classList.toggle("pb-bubble--several", several);
  bubble.addEventListener("click", activate);
  bubble.addEventListener("focus", focus);
  bubble.addEventListener("dblclick", (event) => event.stopPropagation());
  // A link would be dragged in the place of the map.
  bubble.draggable = false;
  return bubble;
}

/**
 * Say and show what is in a bubble.
 * @param {HTMLElement} bubble
 * @param {object} content
 * @param {string[]} content.names
 * @param {number} content.count
 * @param {number} content.chosen how many of the places are chosen
 * @param {number} content.radius pixels
 * @param {import("./bubbles.js").Side} [content.side] where its name stands
 * @param {import("../labels.js").Labels} labels
 */
export function labelBubble(bubble, { names, count, chosen, radius, side }, labels) {
  const [name, number] = bubble.querySelectorAll("span");
  number.textContent = labels.number(count);
  name.textContent = shortName(names);
  bubble.setAttribute("aria-label", bubbleName({ names, count, chosen }, labels));
  if (bubble.matches("button:not(.pb-bubble--several)")) bubble.setAttribute("aria-pressed", String(chosen > 0));
  bubble.classList.toggle("pb-bubble--chosen", chosen === names.length);
  bubble.classList.toggle("pb-bubble--partly", chosen > 0 && chosen < names.length);
  bubble.classList.toggle("pb-bubble--named", Boolean(side));
  bubble.dataset.side = side ?? "above";
  bubble.style.setProperty("--pb-bubble-size", `${2 * radius}px`);
}
