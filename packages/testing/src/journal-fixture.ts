import { strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Intent, IntentKey, IntentLease, JournalStore } from "@numipay/core";
import { checkAbilities } from "./check-abilities.js";

/** What a case can do with an opened journal store. */
export interface OpenedJournalStore {
  store: JournalStore;
  /** Opens a second store on the same records, as in another process. */
  openAnother?: () => Promise<JournalStore>;
  /** Makes the store unreachable. Returns a function that restores it. */
  cutOff?: () => Promise<() => Promise<void>>;
  close: () => Promise<void>;
}

/** Abilities that not every engine has. */
export type JournalAbility = "openAnother" | "cutOff";

/** A journal store under test. */
export interface JournalStoreUnderTest {
  /** Opens a store. The records may be shared between cases, because each case uses its own intents. */
  open: () => Promise<OpenedJournalStore>;
  /** Abilities that the engine does not have, with the reason. It appears in the names of the cases that need them. */
  cannot?: Partial<Record<JournalAbility, string>>;
}

/** A case before it is bound to an engine. */
export interface JournalBehaviour {
  name: string;
  needs?: readonly JournalAbility[];
  play: (fixture: JournalFixture) => Promise<void>;
}

/** An opened store with helpers. The abilities that the behaviour needs are present. */
export interface JournalFixture extends Required<Omit<OpenedJournalStore, "close">> {
  /** An account that no other case uses. */
  account: string;
  /** An intent that no other case uses. */
  intent: (fields?: Partial<Intent>) => Intent;
  /** Claims the intent and returns the lease. Throws an AssertionError if the claim has another state. */
  claimAs: (state: "new" | "unclear", intent: Intent, leaseMs?: number) => Promise<IntentLease>;
  /** The recorded state, or undefined without a record. */
  stateOf: (key: IntentKey) => Promise<string | undefined>;
}

/** Longer than a case takes. */
export const leaseMs = 60_000;

/** Runs a behaviour against a freshly opened store, then closes it. */
export async function withJournalStore(
  { open, cannot = {} }: JournalStoreUnderTest,
  { needs = [], play }: JournalBehaviour,
): Promise<void> {
  const opened = await open();
  try {
    checkAbilities(opened, { needs, cannot });
    await play(toFixture(opened));
  } finally {
    await opened.close();
  }
}

function toFixture(opened: OpenedJournalStore): JournalFixture {
  const account = `cases-${randomUUID()}`;
  return {
    ...(opened as Required<OpenedJournalStore>),
    account,
    intent: (fields = {}) => ({
      account,
      slot: "transaction",
      tracking_id: "order-1",
      operation: "hostedCheckout",
      keyId: "0123456789abcdef",
      digests: { amount: "a".repeat(32), currency: "b".repeat(32) },
      metadata: undefined,
      ...fields,
    }),
    async claimAs(state, intent, forMs = leaseMs) {
      const claim = await opened.store.claim(intent, forMs);
      strictEqual(claim.state, state, `a claim is ${claim.state}, not ${state}`);
      return claim.lease;
    },
    stateOf: async (key) => (await opened.store.read(key))?.state,
  };
}
