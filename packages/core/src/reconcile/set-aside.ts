import { InvalidOptionError } from "../protocol/errors.js";
import type { DayWindow } from "../protocol/gateway-date.js";
import type { InboxCheckpoints } from "../webhooks/inbox.js";
import type { Found } from "./found.js";

/** A transaction that several runs could not apply. */
export interface SetAside {
  /** The gateway's id. */
  transaction_id: string;
  /** The merchant's id. */
  tracking_id: string;
  /** The status that could not be applied. */
  status: string;
  /** The days under which the gateway lists it. */
  window: DayWindow;
  /** The number of runs in which it failed. */
  runs: number;
  /** Why it failed last: the outcome, and the reason if there is one. */
  reason: string;
}

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

/** The name of the checkpoint with the failures that belong to a watermark. */
function toNotesName(checkpoint: string): string {
  return `${checkpoint}:failing`;
}

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

function readNotes(name: string, text: string | undefined): Map<string, SetAside> {
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, SetAside>));
  } catch {
    throw new InvalidOptionError(
      "checkpoint",
      `"${name}" in the inbox does not contain a list of failed transactions. Check that nothing else writes to that name.`,
    );
  }
}
