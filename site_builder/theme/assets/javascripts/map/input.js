// Keys, wheel and fingers on a map. None of them keeps the reader from scrolling the page.

/** How far an arrow key moves the map, in pixels. */
const ARROW = 90;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -ARROW], ArrowDown: [0, ARROW], ArrowLeft: [-ARROW, 0], ArrowRight: [ARROW, 0] };

/**
 * Arrow keys move the map, plus and minus zoom, wherever in it the focus is; Escape closes its list.
 * @param {HTMLElement} element
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {() => {animate: boolean}} options.motion
 * @param {() => import("leaflet").Map} options.byHand the map, to be moved
 * @param {() => void} options.close
 */
export function keyboard(element, { signal, motion, byHand, close }) {
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") close();
      else if (!inList(event.target) && moveBy(event.key, byHand, motion())) event.preventDefault();
    },
    { signal },
  );
}

/** @param {EventTarget | null} target */
function inList(target) {
  return target instanceof Element && target.closest("dialog");
}

/**
 * @param {string} key
 * @param {() => import("leaflet").Map} byHand
 * @param {{animate: boolean}} motion
 * @returns {boolean} whether the key is one of the map's
 */
function moveBy(key, byHand, motion) {
  if (ARROWS[key]) byHand().panBy(ARROWS[key], motion);
  else if (key === "+" || key === "=") byHand().zoomIn(1, motion);
  else if (key === "-" || key === "_") byHand().zoomOut(1, motion);
  else return false;
  return true;
}

/**
 * The wheel zooms with Ctrl, which is also what two fingers on a touchpad send; a mouse drags the map, and so do two
 * fingers on a screen. One finger and the bare wheel scroll the page, and the reader is told.
 * @param {HTMLElement} frame
 * @param {import("leaflet").Map} map
 * @param {{signal: AbortSignal, byHand: () => void, hint: (name: "wheel" | "touch") => void}} options
 */
export function pointers(frame, map, { signal, byHand, hint }) {
  const first = { signal, capture: true, passive: true };
  frame.addEventListener(
    "wheel",
    (event) => {
      const wanted = event.ctrlKey || event.metaKey;
      if (wanted) map.scrollWheelZoom.enable();
      else map.scrollWheelZoom.disable();
      if (wanted) byHand();
      else hint("wheel");
    },
    first,
  );
  frame.addEventListener(
    "pointerdown",
    ({ pointerType }) => {
      if (pointerType === "touch") map.dragging.disable();
      else map.dragging.enable();
    },
    first,
  );
  frame.addEventListener(
    "touchmove",
    ({ touches }) => {
      if (touches.length === 1) hint("touch");
      else byHand();
    },
    first,
  );
}
