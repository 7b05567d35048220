import type { PortalContext } from "./portal-page.js";

/** How often each table was written to since the sandbox started; "clock" counts the virtual minutes. */
export type Changes = Readonly<Record<string, number>>;

/** Says where the tables stand. It costs nothing that grows with them. */
export function readChanges({ store, now }: PortalContext): Changes {
  return {
    ...store.writes(),
    // The clock may follow real time, five times a second: a page that says "in 5 min" needs to know of minutes alone.
    clock: Math.floor(now() / 60_000),
  };
}

/** The standing of the tables that a page shows, as the page carries it: its script compares it with the stream's. */
export function toVersion(portal: PortalContext, watches: readonly string[]): string {
  const changes = readChanges(portal);
  return JSON.stringify(Object.fromEntries(watches.map((name) => [name, changes[name] ?? 0])));
}
