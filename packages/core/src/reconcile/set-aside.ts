import { InvalidOptionError } from "../protocol/errors.js";
import type { DayWindow } from "../protocol/gateway-date.js";
import type { InboxCheckpoints } from "../webhooks/inbox.js";
import type { Found } from "./apply-found.js";

/** A transaction that several runs could not apply. */
export interface SetAside {
  transaction_id: string;
  tracking_id: string;
  status: string;
  /** The days under which the gateway lists it. */
  window: DayWindow;
  /** How many runs it failed in. */
  runs: number;
  /** Why it failed the last time: the outcome and, where there is one, the reason. */
  reason: string;
}

/** Transactions that failed in earlier runs, by their key; kept in the inbox. */
export interface FailureNotes {
  /** How many are set aside. */
  setAside(): number;
  /** The keys and windows of those that are set aside. */
  entries(): ReadonlyMap<string, SetAside>;
  /** Counts a failure, once per run, and says whether the transaction is set aside by now. */
  note(found: Found, window: DayWindow): boolean;
  /** Forgets a transaction that was applied. */
  clear(key: string): void;
  /** Writes what has changed. */
  save(): Promise<void>;
}

/** So many failing transactions are remembered. Any more hold the watermark back. */
const mostNotes = 10_000;

/** Notes of a run that keeps none: every failure is the next run's. */
export const noFailureNotes: FailureNotes = {
  setAside: () => 0,
  entries: () => new Map(),
  note: () => false,
  clear: () => undefined,
  save: async () => undefined,
};

/** The name under which the notes beside a watermark are kept. */
function toNotesName(checkpoint: string): string {
  return `${checkpoint}:failing`;
}

/**
 * The notes of a watermark.
 *
 * @throws InvalidOptionError when something else is written under their name
 */
export async function openFailureNotes(
  marks: InboxCheckpoints,
  checkpoint: string,
  setAsideAfter: number,
): Promise<FailureNotes> {
  const name = toNotesName(checkpoint);
  const notes = readNotes(name, await marks.read(name));
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
      // A malformed one may lack any of these.
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
      await marks.write(name, JSON.stringify(Object.fromEntries(notes)));
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
      `"${name}" in the inbox holds no list of failing transactions. Is something else written under that name?`,
    );
  }
}
