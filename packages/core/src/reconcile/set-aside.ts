import type { DayWindow } from "../protocol/gateway-date.js";
import type { InboxCheckpoints } from "../webhooks/inbox-checkpoints.js";
import { readNotes, type SetAside, toNotesName } from "../webhooks/set-aside-notes.js";
import type { Found } from "./found.js";

/** The transactions that failed in earlier runs, by key. Stored in the inbox. */
export interface FailureNotes {
  /** The number of transactions that are set aside. */
  setAside(): number;
  /** The transactions that are set aside, by key. */
  entries(): ReadonlyMap<string, SetAside>;
  /** Counts a failure once per run. Returns whether the transaction is now set aside. */
  note(found: Found, window: DayWindow): boolean;
  /** Removes a transaction that was applied. */
  clear(key: string): void;
  /** Stores the changes. */
  save(): Promise<void>;
}

/** The most failing transactions that are stored. Others hold back the watermark. */
const mostNotes = 10_000;

/** For a run that stores no failures. */
export const noFailureNotes: FailureNotes = {
  setAside: () => 0,
  entries: () => new Map(),
  note: () => false,
  clear: () => undefined,
  save: async () => undefined,
};

/**
 * Loads the failures that belong to a watermark.
 *
 * @throws InvalidOptionError when the checkpoint contains something else
 */
export async function loadFailureNotes(
  checkpoints: InboxCheckpoints,
  checkpoint: string,
  setAsideAfter: number,
): Promise<FailureNotes> {
  const name = toNotesName(checkpoint);
  const notes = readNotes(name, await checkpoints.read(name));
  const counted = new Set<string>();
  let isChanged = false;
  const isSetAside = (entry: SetAside | undefined): boolean =>
    entry !== undefined && entry.runs >= setAsideAfter;
  const entries = (): Map<string, SetAside> =>
    new Map([...notes].filter(([, entry]) => isSetAside(entry)));

  return {
    setAside: () => entries().size,
    entries,
    note({ key, transaction, outcome, reason }, window) {
      const known = notes.get(key);
      if (known === undefined && notes.size >= mostNotes) return false;
      if (counted.has(key)) return isSetAside(known);
      counted.add(key);
      isChanged = true;
      // A malformed transaction may lack any of these.
      const fields: Record<string, unknown> = { ...transaction };
      const textOf = (field: string): string => {
        const value = fields[field];
        return typeof value === "string" ? value : "";
      };
      const entry: SetAside = {
        transaction_id: textOf("transaction_id"),
        tracking_id: textOf("tracking_id"),
        status: textOf("status"),
        window: { from: window.from, to: window.to },
        runs: (known?.runs ?? 0) + 1,
        reason: reason === undefined ? outcome : `${outcome}: ${reason}`,
      };
      notes.set(key, entry);
      return isSetAside(entry);
    },
    clear(key) {
      if (notes.delete(key)) isChanged = true;
    },
    async save() {
      if (!isChanged) return;
      await checkpoints.write(name, JSON.stringify(Object.fromEntries(notes)));
      isChanged = false;
    },
  };
}
