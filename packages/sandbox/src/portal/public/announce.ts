// Announces to screen readers, without reading out every change of a busy sandbox.
import { find } from "./find.js";
import type { NewRows } from "./new-rows.js";

const intervalMs = 10_000;
/** The text goes before the next one comes, because the same text again would not be read. */
const shownMs = 5000;

const announcement = find<HTMLElement>("#announcement");
const news = new Map<string, NewRows>();
let isPaused = false;

/** Announces the result of what the user did. */
export function announce(text: string): void {
  announcement.textContent = text;
}

/** Announces new rows by their plural, at most once in 10 seconds. Those in between are summed and announced then. */
export function announceNews(added: ReadonlyMap<string, NewRows>): void {
  for (const [name, { count, isMinimum }] of added) {
    const known = news.get(name);
    news.set(name, {
      count: count + (known?.count ?? 0),
      isMinimum: isMinimum || known?.isMinimum === true,
    });
  }
  if (!isPaused) announceSum();
}

function announceSum(): void {
  isPaused = news.size > 0;
  if (!isPaused) return;
  const text = [...news].map(toText).join(", ");
  news.clear();
  announce(text);
  setTimeout(() => {
    if (announcement.textContent === text) announce("");
  }, shownMs);
  setTimeout(announceSum, intervalMs);
}

function toText([name, { count, isMinimum }]: readonly [string, NewRows]): string {
  const noun = count === 1 ? name.replace(/ies$/, "y").replace(/s$/, "") : name;
  return `${isMinimum ? "at least " : ""}${count} new ${noun}`;
}
