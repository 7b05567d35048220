import { expect } from "vitest";
import { createReceiver, type EventOrigin, type Inbox } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { playSequence, type Sender } from "./play-sequence.js";
import type { Sequence } from "./steps.js";
import { type Sent, toExpected } from "./survivors.js";

/** What the sequences are played on. */
export interface Stage<Tx> {
  inbox: Inbox<Tx>;
  sender: Sender<Tx>;
  /** What is committed of a change. */
  read: (key: string) => Promise<{ effects: number[]; records: number }>;
}

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** What sequences came to, by outcome. */
export type Counts = Record<string, number>;

/** Plays a sequence as the handler of a change, and requires that its effect is there exactly when the record is. */
export async function holdSequence<Tx>(
  { inbox, sender, read }: Stage<Tx>,
  sequence: Sequence,
  { key, counts }: { key: string; counts: Counts },
): Promise<void> {
  const sent: Sent[] = [];
  let hasFailed = false;
  const receiver = createReceiver<unknown, Tx>({
    inbox,
    signaturePassword: "a-password-for-these-tests-alone",
    onOutcome: () => undefined,
  });
  receiver.on("*", async (_event, { tx }) => {
    try {
      await playSequence(sequence, { tx, key, sender, sent });
      hasFailed = sent.some(({ isDone }) => isDone === undefined);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  const event = exampleTransaction({ transaction_id: key });
  const { outcome, error } = await receiver.apply(event, origin);
  const { effects, records } = await read(key);
  const expected = toExpected(sent);
  const story = JSON.stringify({ outcome, sent, error: toReasons(error) });
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  const isApplied = outcome === "processed";
  const isExpected = expected.isCommitted && !hasFailed;
  expect({ outcome, effects, records, story }).toEqual({
    outcome: isExpected ? "processed" : "handler-failed",
    effects: isApplied ? expected.effects : [],
    records: isApplied ? 1 : 0,
    story,
  });
}

function toReasons(error: unknown): string {
  const { errors } = (error ?? {}) as { errors?: unknown[] };
  return errors === undefined ? String(error) : errors.map(String).join("; ");
}
