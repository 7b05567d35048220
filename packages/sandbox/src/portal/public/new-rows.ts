/** New rows of a list. */
export interface NewRows {
  readonly count: number;
  /** True if there may be more, because the list has several pages. */
  readonly isMinimum: boolean;
}

/** The keys of the rows in a region. */
export function keysIn(region: Element): string[] {
  return [...region.querySelectorAll<HTMLElement>("[data-key]")].map(
    (row) => row.dataset["key"] ?? "",
  );
}

/** Counts the rows of a region that were not known. */
export function countNew(
  known: readonly string[],
  { shown, fresh }: { shown: Element; fresh: Element },
): NewRows {
  const keys = keysIn(fresh);
  const isKnown = new Set(known);
  const lastKnown = keys.findLastIndex((key) => isKnown.has(key));
  // A row that leaves a full page makes room for one of the next page, which is not new.
  const isPaged = [shown, fresh].some((region) => region.querySelector("[rel=next]") !== null);
  const candidates = isPaged && lastKnown >= 0 ? keys.slice(0, lastKnown) : keys;
  return {
    count: candidates.filter((key) => !isKnown.has(key)).length,
    isMinimum: isPaged && lastKnown < 0,
  };
}
