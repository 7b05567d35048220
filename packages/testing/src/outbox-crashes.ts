import { deepStrictEqual, ok } from "node:assert/strict";
import { createReceiver, type Transaction } from "@numipay/core";
import { type Crash, createCrashingEngine, workerSteps } from "./crashing-engine.js";
import type { JournalGateway } from "./journal-gateway.js";
import { checkPosts, type OutboxBehaviour, type OutboxFixture } from "./outbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

const crashes: readonly Crash[] = workerSteps.flatMap((step) => [
  { step, when: "before" as const },
  { step, when: "after" as const },
]);

/** What happens when a process crashes between two steps. */
export const outboxCrashes = (): OutboxBehaviour[] => [
  {
    name: "reports a sent call once after a crash at any step",
    play: (fixture) => crashEverywhere(fixture, "respond"),
  },
  {
    name: "refunds a refused call at most once after a crash at any step",
    play: (fixture) => crashEverywhere(fixture, "refuse"),
  },
  {
    name: "refunds once when a webhook reports the rejection before or after a crash at any step",
    async play(fixture) {
      for (const crash of crashes) {
        for (const order of ["first", "last"] as const) await refuseTwice(fixture, crash, order);
      }
    },
  },
];

async function crashEverywhere(
  fixture: OutboxFixture,
  mode: JournalGateway["mode"],
): Promise<void> {
  fixture.gateway.mode = mode;
  const expected: string[] = [];
  for (const crash of crashes) {
    const id = `${crash.when}-${crash.step}`;
    await fixture.queue(id);
    await crashOnce(fixture, crash);
    await fixture.finish(id);
    const isSent = !isLostBeforeSending(crash);
    checkPosts(fixture, id, isSent ? 1 : 0);
    const outcome = toOutcome(crash, mode);
    expected.push(`debit ${id}`, `${outcome} ${id}`);
    // Only what the outcome says: nothing of another one, and nothing twice.
    deepStrictEqual(await fixture.rows(), expected.toSorted(), `after a crash ${id}`);
    await settleUnknown(fixture, id);
  }
}

/** Runs a worker until it crashes. */
async function crashOnce(fixture: OutboxFixture, crash: Crash): Promise<void> {
  const engine = createCrashingEngine(fixture, crash);
  // Its store never responds again, which it reports after this case.
  fixture
    .connect(engine)
    .outbox.runOnce()
    .catch(() => undefined);
  await withTimeout(engine.crashed, `a crash ${crash.when} ${crash.step}`);
}

/** The claim shows that the call may have been sent, so it is never sent again. */
function isLostBeforeSending({ step, when }: Crash): boolean {
  return step === "claim" && when === "after";
}

function toOutcome(crash: Crash, mode: JournalGateway["mode"]): string {
  const isUnrecorded = crash.step === "complete" && crash.when === "before";
  if (isLostBeforeSending(crash)) return "unknown";
  if (mode === "respond") return "confirmed";
  // The gateway does not have the transaction, but nothing shows that it refused it.
  return isUnrecorded ? "unknown" : "refund";
}

/** Removes an unknown call from what is due, so that the following runs do not ask about it. */
async function settleUnknown({ store, keyOf }: OutboxFixture, id: string): Promise<void> {
  await store.settle(keyOf(id), "unknown", 600_000);
}

/** A payout is refused, and a webhook reports its rejection: before the crash, or after the outbox has reported it. */
async function refuseTwice(
  fixture: OutboxFixture,
  crash: Crash,
  order: "first" | "last",
): Promise<void> {
  const { gateway, queue, finish, rows, addEffect, connect, inbox, account, read } = fixture;
  gateway.mode = "refuse";
  const id = `${order}-${crash.when}-${crash.step}`;
  await queue(id);
  const { outbox } = connect();
  const receiver = createReceiver<unknown, unknown>({
    inbox,
    account,
    signaturePassword: "password-of-the-outbox-cases",
    onOutcome: () => undefined,
  });
  receiver.on("withdrawal.rejected", (event, { tx }) =>
    outbox.refundOnce(tx, event.tracking_id, () => addEffect(tx, `refund ${event.tracking_id}`)),
  );
  const reject = async (): Promise<void> => {
    const { outcome } = await receiver.apply(toRejection(id, account), {
      source: "reconcile",
      matched: undefined,
      passwordIndex: undefined,
      request: undefined,
    });
    ok(outcome === "processed", `the webhook is ${outcome}`);
  };
  if (order === "first") await reject();
  await crashOnce(fixture, crash);
  await finish(id);
  if (order === "last") await reject();
  const own = (await rows()).filter((row) => row.endsWith(` ${id}`));
  const isUnknown = (await read(id))?.state === "unknown";
  const expected = [`debit ${id}`, `refund ${id}`, ...(isUnknown ? [`unknown ${id}`] : [])];
  deepStrictEqual(own, expected, `the webhook is ${order}, a crash ${crash.when} ${crash.step}`);
  await settleUnknown(fixture, id);
}

function toRejection(id: string, account: string): Transaction {
  return {
    transaction_id: `${account}-${id}`,
    user_id: "user-1",
    tracking_id: id,
    status: "rejected",
    currency: "EUR",
    amount: "30.00",
    transaction_type: "withdrawal",
  };
}
