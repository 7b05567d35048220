import { randomUUID } from "node:crypto";
import type { Store } from "../storage/store.js";
import type { PortalContext } from "./portal-page.js";

/** The number of writes to each table since the sandbox started. "clock" counts virtual minutes. */
export type Changes = Readonly<Record<string, number>>;

/** Reads the current versions of all tables, in constant time. */
export function readChanges({ store, now }: PortalContext): Changes {
  return {
    ...store.writes(),
    // The clock may follow real time, but a page that says "in 5 min" only needs whole minutes.
    clock: Math.floor(now() / 60_000),
  };
}

/** The versions of the tables that a page shows. The page's script compares them with the stream's. */
export function toVersion(portal: PortalContext, watches: readonly string[]): string {
  const changes = readChanges(portal);
  return JSON.stringify(Object.fromEntries(watches.map((name) => [name, changes[name] ?? 0])));
}

const runs = new WeakMap<Store, string>();

/**
 * Identifies this run of the sandbox. An open page compares it, because a restarted sandbox on the same port may have other
 * data after the same number of writes.
 */
export function toRun({ store }: PortalContext): string {
  const run = runs.get(store) ?? randomUUID();
  runs.set(store, run);
  return run;
}
