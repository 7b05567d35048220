import type { Hover } from "../../../src/hovers/block-hovers.js";
import "./hovers.css";

const margin = 8;

export interface HoverPopup {
  /** Shows what a word is, below it or, without space there, above it. */
  show(word: Range, hover: Hover): void;
  hide(): void;
  contains(target: EventTarget | null): boolean;
}

/** Adds the popup to the page. The word that it describes is underlined. */
export function createPopup(): HoverPopup {
  const element = document.createElement("div");
  element.className = "hover-popup";
  element.setAttribute("role", "tooltip");
  element.hidden = true;
  const type = element.appendChild(document.createElement("code"));
  const doc = element.appendChild(document.createElement("p"));
  document.body.append(element);
  return {
    show(word, hover) {
      type.textContent = hover.type;
      doc.textContent = hover.doc;
      doc.hidden = hover.doc === "";
      element.hidden = false;
      place(element, word.getBoundingClientRect());
      globalThis.CSS.highlights?.set("hovered-word", new Highlight(word));
    },
    hide() {
      element.hidden = true;
      globalThis.CSS.highlights?.delete("hovered-word");
    },
    contains: (target) => target instanceof Node && element.contains(target),
  };
}

function place(element: HTMLElement, word: DOMRect): void {
  element.style.left = "0";
  element.style.top = "0";
  const { width, height } = element.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(margin, Math.min(word.left, clientWidth - width - margin));
  const below = word.bottom + height + margin <= clientHeight;
  element.style.left = `${left}px`;
  element.style.top = `${below ? word.bottom : Math.max(margin, word.top - height)}px`;
}
