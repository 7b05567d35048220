import type { Hover } from "../../../src/hovers/block-hovers.js";
import { codePointAt, rangeIn } from "./code-point.js";
import { createPopup } from "./hover-popup.js";
import { loadBlock } from "./load-block.js";

type PointerPlace = Pick<MouseEvent, "target" | "clientX" | "clientY">;

/** Time to move the pointer from a word to its popup. */
const hideAfterMs = 200;

/** Shows the type of each word in an example while the pointer is on it, from the given event on. Escape and scrolling hide it. */
export function showHovers(first: PointerPlace): void {
  const popup = createPopup();
  let shown: FoundWord | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let latest: PointerPlace;

  const hide = () => {
    shown = undefined;
    popup.hide();
  };
  const keep = () => {
    clearTimeout(hiding);
    hiding = undefined;
  };
  const update = async (event: PointerPlace) => {
    latest = event;
    if (popup.contains(event.target)) return keep();
    const found = await findWord(event);
    // The pointer moved on while the hovers loaded.
    if (event !== latest) return;
    if (found === undefined) {
      hiding ??= setTimeout(hide, hideAfterMs);
      return;
    }
    keep();
    if (found.line === shown?.line && found.from === shown.from) return;
    shown = found;
    popup.show(found.word, found.hover);
  };
  document.addEventListener("pointermove", (event) => void update(event));
  // A tap is no movement.
  document.addEventListener("click", (event) => void update(event));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  document.addEventListener("scroll", ({ target }) => !popup.contains(target) && hide(), {
    capture: true,
  });
  void update(first);
}

interface FoundWord {
  line: Element;
  from: number;
  word: Range;
  hover: Hover;
}

async function findWord({
  target,
  clientX,
  clientY,
}: PointerPlace): Promise<FoundWord | undefined> {
  const block = target instanceof Element ? target.closest("[data-hovers]") : null;
  const key = block?.getAttribute("data-hovers");
  if (block === null || typeof key !== "string") return undefined;
  const { hovers, words } = await loadBlock(key);
  const point = codePointAt(block, clientX, clientY);
  const found = words.find(
    ([line, from, to]) => line === point?.line && from <= point.column && point.column <= to,
  );
  const hover = hovers[found?.[3] ?? -1];
  if (point === undefined || found === undefined || hover === undefined) return undefined;
  const [, from, to] = found;
  const line = point.lineElement;
  const word = rangeIn(line, from, to);
  // The nearest character to an empty place is not below the pointer.
  const isBelow = [...word.getClientRects()].some(
    ({ left, right, top, bottom }) =>
      clientX >= left && clientX <= right && clientY >= top && clientY <= bottom,
  );
  return isBelow ? { line, from, word, hover } : undefined;
}
