import type { Context } from "hono";
import type { AppEnv } from "../api/gateway-context.js";

/** The way back from an entry to its list. */
interface Back {
  /** The `back` parameter of a link, or undefined if it leads elsewhere. */
  to(path: string): string | undefined;
  /** The list's filter that this page was opened with. */
  filter(): Readonly<Record<string, string>>;
}

/**
 * Carries the filter of a list in the `back` parameter of its entries' URLs, so that the link to the list also works without
 * the script, after a form and after a reload. It only contains the query: the path is the portal's own, so that no URL leads
 * to another site.
 */
export function createBack(c: Context<AppEnv>): Back {
  const { pathname, searchParams } = new URL(c.req.url);
  const [section, entry] = pathname.split("/").slice(2);
  const carried = searchParams.get("back") ?? undefined;
  return {
    to(path) {
      const [linkedSection, linkedEntry] = path.split("/");
      if (linkedSection !== section || linkedEntry === undefined) return undefined;
      if (entry === undefined) return toQuery(withoutScope(searchParams));
      return linkedEntry === entry ? carried : undefined;
    },
    filter: () => withoutScope(new URLSearchParams(carried)),
  };
}

/** A URL in the portal. Empty parameters are left out. */
export function toAddress(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const search = toQuery(query);
  return `/portal/${path}${search === "" ? "" : `?${search}`}`;
}

function toQuery(query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  return search.toString();
}

/** Account and mode are parameters of the entry itself. */
function withoutScope(search: URLSearchParams): Record<string, string> {
  const { account: _account, mode: _mode, back: _back, ...filter } = Object.fromEntries(search);
  return filter;
}
