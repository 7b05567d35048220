// Puts the differences of a page that was fetched again into the open one.
import { announceNews } from "./announce.js";
import { find } from "./find.js";
import { morph } from "./morph.js";
import { countNew, keysIn, type NewRows } from "./new-rows.js";
import { dropWaiting, keepInPlace, showRegion, updateRegion } from "./rows.js";

const main = find<HTMLElement>("main");

/** The keys that the server sent last for each region. Some may wait to be shown. */
const sentKeys = new Map<string, readonly string[]>();

/** The content of a page, or null if it is none of the portal. */
export function mainOf(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>("main[data-run]");
}

/** With another filter, the rows are other ones instead of new ones. */
export function applyPage(page: Document, { isOtherFilter }: { isOtherFilter: boolean }): void {
  const { run = "", version = "{}" } = mainOf(page)?.dataset ?? {};
  document.title = page.title;
  // Another run may have other data. Without a version, it is the page that says that there is no such page.
  const isOther = run !== main.dataset["run"] || version === "{}";
  // What the user typed into a rejected form is only in this page.
  const isReplaced = isOther && main.dataset["address"] === undefined;
  keepInPlace(() => {
    if (isReplaced) replacePage(page);
    else applyRegions(page, isOtherFilter);
  });
  main.dataset["run"] = run;
  main.dataset["version"] = version;
}

/** Takes over the whole page. Typed text stays in its fields. */
function replacePage(page: Document): void {
  dropWaiting();
  sentKeys.clear();
  for (const id of ["brand", "scope", "pages", "main"]) {
    const [old, next] = [document.getElementById(id), page.getElementById(id)];
    if (old !== null && next !== null) morph(old, next);
  }
  document.querySelector<HTMLFormElement>("form#scope")?.reset();
}

function applyRegions(page: Document, isOtherFilter: boolean): void {
  const news = new Map<string, NewRows>();
  for (const region of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const fresh = page.getElementById(region.id);
    if (fresh === null) continue;
    const known = sentKeys.get(region.id) ?? keysIn(region);
    sentKeys.set(region.id, keysIn(fresh));
    if (isOtherFilter) {
      showRegion(region, fresh);
      continue;
    }
    const added = countNew(known, { shown: region, fresh });
    const name = region.dataset["live"] ?? "";
    if (added.count > 0 && name !== "") news.set(name, added);
    updateRegion(region, fresh);
  }
  announceNews(news);
}
