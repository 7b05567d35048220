// @ts-check
import type { Row } from "./table.js";

/** What cannot hold, and why: lines of Markdown, each hole once below all places where it is. */
export function toHoles(rows: readonly Row[]) {
  const placesOf: Map<string, Map<string, Set<string>>> = new Map();
  for (const { runtime, adapter, battery, tally } of rows) {
    for (const { name, reason } of tally?.holes ?? []) {
      const hole = `- ${name}: ${reason}.`;
      const where = battery === "node" ? adapter : `${adapter} on ${runtime}`;
      const places = placesOf.get(hole) ?? new Map();
      const situations = places.get(where) ?? new Set();
      placesOf.set(hole, places.set(where, situations.add(tally?.situation)));
    }
  }
  const holesAt: Map<string, string[]> = new Map();
  for (const [hole, places] of placesOf) {
    const all = [...places].map(
      ([where, situations]) => `${where} (${[...situations].join(", ")})`,
    );
    const title = `${all.join(", ")}:`;
    holesAt.set(title, [...(holesAt.get(title) ?? []), hole]);
  }
  return [...holesAt].map(([title, holes]) => [title, "", ...holes].join("\n")).join("\n\n");
}
