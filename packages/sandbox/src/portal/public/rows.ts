// Rows that the user points at or works with never move.
//
// The rule: a redraw updates the rows of a list in place. Rows that come, go or change their order wait while the list is in
// use: the pointer, the focus or selected text is in the list or below it, or its top is scrolled out of view. A button on the
// list's edge counts them and shows them. They also appear when the list is no longer in use.
import { find } from "./find.js";
import { morph } from "./morph.js";
import { countNew, keysIn, type NewRows } from "./new-rows.js";

interface Waiting {
  /** The region as the server sent it last. */
  readonly fresh: HTMLElement;
  readonly bar: HTMLElement;
}

const main = find<HTMLElement>("main");
const ribbon = find<HTMLElement>(".ribbon");
const checkIntervalMs = 500;

const waiting = new Map<HTMLElement, Waiting>();
let check: ReturnType<typeof setInterval> | undefined;

/** Updates a region. Its list is the parent of its `data-key` elements. */
export function updateRegion(region: HTMLElement, fresh: HTMLElement): void {
  const list = listIn(region);
  const keys = keysIn(region);
  const isSame = keys.join("\n") === keysIn(fresh).join("\n");
  if (list === undefined || isSame || !isInUse(list, waiting.get(region)?.bar)) {
    showRegion(region, fresh);
    return;
  }
  const kept = fresh.cloneNode(true) as HTMLElement;
  const freshList = listIn(kept);
  // Without a list there is a placeholder, which would replace the rows.
  const gone = freshList === undefined ? keys.length : keepRows(list, freshList);
  const added = countNew(keys, { shown: region, fresh });
  if (freshList !== undefined) morph(region, kept);
  const bar = waiting.get(region)?.bar ?? createBar(region, list);
  setLabel(bar, { added, gone });
  waiting.set(region, { fresh, bar });
  check ??= setInterval(showUnused, checkIntervalMs);
}

/** Updates a region, with its rows as the server sent them. */
export function showRegion(region: HTMLElement, fresh: HTMLElement): void {
  waiting.get(region)?.bar.remove();
  waiting.delete(region);
  morph(region, fresh);
}

/** Forgets the waiting rows, because the page shows another list. */
export function dropWaiting(): void {
  for (const { bar } of waiting.values()) bar.remove();
  waiting.clear();
}

/** Redraws, and scrolls back what the user points at or works with if that moved it. */
export function keepInPlace(redraw: () => void): void {
  const used = [hovered(), document.activeElement].find(
    (element) =>
      element !== null && element !== main && main.contains(element) && isInView(element),
  );
  const before = used?.getBoundingClientRect().top;
  redraw();
  if (used?.isConnected !== true || before === undefined) return;
  const moved = used.getBoundingClientRect().top - before;
  if (moved !== 0) scrollBy({ top: moved, behavior: "instant" });
}

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function showUnused(): void {
  for (const [region, { fresh, bar }] of waiting) {
    const list = listIn(region);
    if (list === undefined || !isInUse(list, bar)) keepInPlace(() => showRegion(region, fresh));
  }
  if (waiting.size > 0) return;
  clearInterval(check);
  check = undefined;
}

function listIn(region: Element): Element | undefined {
  return region.querySelector("[data-key]")?.parentElement ?? undefined;
}

/** A list is moved as a whole with its heading. */
function frameOf(list: Element): Element {
  return list.closest("table") ?? list;
}

function isInUse(list: Element, bar: Element | undefined): boolean {
  const frame = frameOf(list);
  const selection = getSelection();
  const selected = selection?.isCollapsed === false ? selection.anchorNode : null;
  const isUsed = [hovered(), document.activeElement, selected].some(
    (node) =>
      node !== null &&
      main.contains(node) &&
      (bar?.contains(node) === true || isWithinOrBelow(node, frame)),
  );
  return isUsed || frame.getBoundingClientRect().top < ribbon.getBoundingClientRect().bottom;
}

function hovered(): Element | null {
  return [...document.querySelectorAll(":hover")].at(-1) ?? null;
}

function isWithinOrBelow(node: Node, frame: Element): boolean {
  return (frame.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Gives the fresh list the rows of the shown one in their order. Returns how many of these left the list. */
function keepRows(list: Element, freshList: Element): number {
  const fresh = new Map(rowsOf(freshList).map((row) => [row.dataset["key"], row]));
  freshList.replaceChildren(
    ...[...list.childNodes].map((child) => {
      const key = child instanceof HTMLElement ? child.dataset["key"] : undefined;
      const listed = key === undefined ? undefined : fresh.get(key);
      if (listed !== undefined) return listed;
      const copy = child.cloneNode(true);
      if (key !== undefined && copy instanceof HTMLElement) copy.classList.add("unlisted");
      return copy;
    }),
  );
  const isListed = rowsOf(list).map((row) => fresh.has(row.dataset["key"]));
  // New rows push the last ones to the next page. Only those before a listed row left the list.
  return isListed.slice(0, isListed.lastIndexOf(true) + 1).filter((listed) => !listed).length;
}

function rowsOf(list: Element): HTMLElement[] {
  return [...list.children].filter(
    (child): child is HTMLElement =>
      child instanceof HTMLElement && child.dataset["key"] !== undefined,
  );
}

/** The bar takes no room, so that it moves no row. */
function createBar(region: HTMLElement, list: Element): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "waiting";
  bar.dataset["own"] = "";
  const button = document.createElement("button");
  button.type = "button";
  // A click without a pointer has no count.
  button.addEventListener("click", ({ detail }) => showWaiting(region, detail === 0));
  bar.append(button);
  (list.closest(".sheet") ?? frameOf(list)).before(bar);
  return bar;
}

function setLabel(bar: HTMLElement, { added, gone }: { added: NewRows; gone: number }): void {
  const parts = [
    ...(added.count === 0 ? [] : [`${added.count}${added.isMinimum ? "+" : ""} new`]),
    ...(gone === 0 ? [] : [`${gone} no longer listed`]),
  ];
  bar.hidden = parts.length === 0;
  const text = `${parts.join(", ")}, ${added.count === 0 ? "update" : "show"}`;
  const button = bar.firstElementChild;
  if (button !== null && button.textContent !== text) button.textContent = text;
}

function showWaiting(region: HTMLElement, byKeyboard: boolean): void {
  const fresh = waiting.get(region)?.fresh;
  if (fresh === undefined) return;
  const known = new Set(keysIn(region));
  showRegion(region, fresh);
  const list = listIn(region);
  const frame = list === undefined ? region : frameOf(list);
  if (frame.getBoundingClientRect().top < ribbon.getBoundingClientRect().bottom) {
    frame.scrollIntoView({ behavior: "instant" });
  }
  // After a click with a pointer, a focus in the list would let the next rows wait although it is not used.
  if (!byKeyboard) return;
  const rows = list === undefined ? [] : rowsOf(list);
  const first = rows.find((row) => !known.has(row.dataset["key"] ?? "")) ?? rows[0];
  (first?.querySelector<HTMLElement>("a, summary, button") ?? main).focus();
}
