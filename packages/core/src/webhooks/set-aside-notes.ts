import { InvalidOptionError } from "../protocol/errors.js";
import { escapeColon } from "../protocol/event.js";
import type { DayWindow } from "../protocol/gateway-date.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import type { InboxCheckpoints } from "./inbox-checkpoints.js";

/** A transaction that several runs of `reconcile` could not apply. */
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

/** Which transactions to return, if `reconcile` runs with other options than the default ones. */
export interface SetAsideQuery {
  /** The merchant account. Defaults to `"default"`. */
  account?: string | undefined;
  /** The `checkpoint` of `reconcile`. Defaults to `"reconcile"`. */
  checkpoint?: string | undefined;
  /** The `setAsideAfter` of `reconcile`. Defaults to `3`. */
  setAsideAfter?: number | undefined;
}

/** The `checkpoint` of `reconcile`, unless it is an option. */
export const defaultCheckpoint = "reconcile";
/** The `setAsideAfter` of `reconcile`, unless it is an option. */
export const defaultSetAsideAfter = 3;

/** The name of an account's checkpoint. The default account uses the plain name; other accounts append their namespace. */
export function toCheckpointName(checkpoint: string, namespace: string): string {
  const name = escapeColon(checkpoint);
  return namespace === "" ? name : `${name}:${escapeColon(namespace)}`;
}

/** The name of the checkpoint with the failures that belong to a watermark. */
export function toNotesName(checkpoint: string): string {
  return `${checkpoint}:failing`;
}

/**
 * Reads the failures of a checkpoint, by key.
 *
 * @throws InvalidOptionError when the checkpoint contains something else
 */
export function readNotes(name: string, text: string | undefined): Map<string, SetAside> {
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

/**
 * Returns the transactions that are set aside.
 *
 * @throws InvalidOptionError when an option is unknown, or the checkpoint contains something else
 */
export async function readSetAside(
  checkpoints: InboxCheckpoints,
  namespace: string,
  query: SetAsideQuery,
): Promise<SetAside[]> {
  checkKnownOptions(query, ["account", "checkpoint", "setAsideAfter"]);
  const { checkpoint = defaultCheckpoint, setAsideAfter = defaultSetAsideAfter } = query;
  const name = toNotesName(toCheckpointName(checkpoint, namespace));
  const notes = readNotes(name, await checkpoints.read(name));
  return [...notes.values()].filter(({ runs }) => runs >= setAsideAfter);
}
