import { expect } from "vitest";
import { createReceiver, type EventOrigin, type HandlerReturn, type Inbox } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { playSequence, playSynchronously, type Sender } from "./play-sequence.js";
import type { Sequence } from "./steps.js";
import { type Expected, type Sent, toExpected } from "./survivors.js";

/** The engine under test. */
export interface Engine<Tx> {
  inbox: Inbox<Tx>;
  sender: Sender<Tx>;
  /** Reads what is committed of a change. */
  read: (key: string) => Promise<{ effects: number[]; records: number }>;
  /** The model of its transactions. Defaults to PostgreSQL's. */
  model?: (sent: readonly Sent[]) => Expected;
  /** Whether its handlers are synchronous. Defaults to `false`. */
  isSynchronous?: boolean;
}

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** How many sequences had each outcome. */
export type Counts = Record<string, number>;

/** Runs a sequence as a change's handler, and checks that effects and record are committed together or not at all. */
export async function checkSequence<Tx>(
  { inbox, sender, read, model = toExpected, isSynchronous = false }: Engine<Tx>,
  sequence: Sequence,
  { key, counts }: { key: string; counts: Counts },
): Promise<void> {
  const sent: Sent[] = [];
  let hasFailed = false;
  let wasRunning = false;
  const receiver = createReceiver<unknown, Tx>({
    inbox,
    signaturePassword: "a-password-for-these-tests-alone",
    onOutcome: () => undefined,
  });
  const end = (): void => {
    wasRunning = isRunning(sent);
  };
  const fail = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  const play = (tx: Tx): unknown => {
    const played = { tx, key, sender, sent };
    if (!isSynchronous) return playSequence(sequence, played).then(end, fail);
    try {
      playSynchronously(sequence, played);
    } catch (error) {
      fail(error);
    }
    return end();
  };
  receiver.on("*", (_event, { tx }) => play(tx) as HandlerReturn<Tx>);
  const event = exampleTransaction({ transaction_id: key });
  const { outcome, error } = await receiver.apply(event, origin);
  const { effects, records } = await read(key);
  const expected = model(sent);
  const trace = JSON.stringify({ outcome, sent, error: toReasons(error) });
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  const isApplied = outcome === "processed";
  // A statement that is not awaited can end for the inbox a moment before it ends for the handler.
  hasFailed ||= wasRunning && (!isApplied || isRunning(sent));
  const isExpected = expected.isCommitted && !hasFailed;
  expect({ outcome, effects, records, trace }).toEqual({
    outcome: isExpected ? "processed" : "handler-failed",
    effects: isApplied ? expected.effects : [],
    records: isApplied ? 1 : 0,
    trace,
  });
}

function isRunning(sent: readonly Sent[]): boolean {
  return sent.some(({ isDone }) => isDone === undefined);
}

function toReasons(error: unknown): string {
  const { errors } = (error ?? {}) as { errors?: unknown[] };
  return errors === undefined ? String(error) : errors.map(String).join("; ");
}
