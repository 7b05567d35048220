import { ok, strictEqual } from "node:assert/strict";
import type { RecordedIntent } from "@numipay/core";
import type { OutboxFixture } from "./outbox-fixture.js";

/** Claims and completes the call `payout-1`. */
export async function complete(
  { store, read, keyOf }: OutboxFixture,
  result: Parameters<OutboxFixture["store"]["complete"]>[2],
): Promise<void> {
  const recorded = (await read("payout-1")) as RecordedIntent;
  const claim = await store.claim(recorded, 60_000);
  ok("lease" in claim, `a claim is ${claim.state}`);
  strictEqual(await store.complete(keyOf("payout-1"), claim.lease, result), true);
}

/** The states of the calls that are due now. They stay due. */
export async function dueOf({ store, account }: OutboxFixture): Promise<string[]> {
  const taken = await store.takeDue(account, 10, 0);
  return taken.map(({ state }) => state);
}
