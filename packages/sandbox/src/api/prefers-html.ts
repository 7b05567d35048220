import type { Context } from "hono";
import { accepts } from "hono/accepts";

type Accepted = ReadonlyArray<{ readonly type: string; readonly q: number }>;

/**
 * Whether a request asks for a page rather than for data. Browsers that open an address name `text/html`. Programs that name
 * no type, or any type, get JSON.
 */
export function prefersHtml(c: Context): boolean {
  const [page, data] = ["text/html", "application/json"] as const;
  const match = (accepted: Accepted): string =>
    qualityOf(page, accepted) > qualityOf(data, accepted) ? page : data;
  return accepts(c, { header: "Accept", supports: [page, data], default: data, match }) === page;
}

/** The weight of a type from 0 to 1. The most specific range decides. */
function qualityOf(type: string, accepted: Accepted): number {
  const ranges = [type, `${type.split("/")[0] ?? ""}/*`, "*/*"];
  const found = ranges.map((range) => accepted.find((one) => one.type.toLowerCase() === range));
  return found.find((one) => one !== undefined)?.q ?? 0;
}
