import { ok } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Change, type Claim, defaultAccount, type Inbox, type Lease } from "@numipay/core";
import { checkAbilities } from "./check-abilities.js";

/** A second inbox on the same store, as in another process. */
export interface AnotherInbox {
  inbox: Inbox<unknown>;
  /**
   * Stops the inbox as a killed process would, without completing or releasing anything. Resolves once its claims can be
   * claimed again; an engine with leases waits until they expire.
   */
  vanish: () => Promise<void>;
}

/** What a case can do with an opened inbox. */
export interface OpenedInbox {
  inbox: Inbox<unknown>;
  /** Opens a second inbox on the same store. */
  openAnother?: () => Promise<AnotherInbox>;
  /** Expires every lease while its holder keeps running, for example by waiting or by closing its connection. */
  lapse?: () => Promise<void>;
  /** Makes the store unreachable. Returns a function that restores it. */
  cutOff?: () => Promise<() => Promise<void>>;
  /** Returns how many conflicts the store has noted. */
  countConflicts?: () => Promise<number>;
  close: () => Promise<void>;
}

/** Abilities that not every engine has. */
export type InboxAbility = "openAnother" | "lapse" | "cutOff" | "countConflicts";

/** An inbox engine under test. */
export interface InboxUnderTest {
  /** Opens an inbox. The store may be shared between cases, because each case uses its own transactions. */
  open: () => Promise<OpenedInbox>;
  /** Abilities that the engine does not have, with the reason. It appears in the names of the cases that need them. */
  cannot?: Partial<Record<InboxAbility, string>>;
  /**
   * Set this if the engine claims one transaction at a time and other claims wait: the reason. The suite then checks that
   * they wait, and never holds two leases at once.
   */
  takesTurns?: string;
}

/** A case before it is bound to an engine. */
export interface InboxBehaviour {
  name: string;
  needs?: readonly InboxAbility[];
  /** Limits the case to engines that claim transactions concurrently, or to those that take turns. */
  only?: "at once" | "in turns";
  play: (fixture: InboxFixture) => Promise<void>;
}

/** An opened inbox with helpers. The abilities that the behaviour needs are present. */
export interface InboxFixture extends Required<Omit<OpenedInbox, "close">> {
  /** A change of a transaction that no other case uses. Defaults to `successful` of transaction `1`. */
  change: (fields?: ChangeFields) => Change;
  /** Claims the change and returns the lease. Throws an AssertionError if the claim is not granted. */
  lease: (change: Change, by?: Inbox<unknown>) => Promise<Lease<unknown>>;
  /** Claims and completes the change. */
  record: (change: Change, by?: Inbox<unknown>) => Promise<void>;
  /** Claims the change, releases it if granted, and returns the claim's state. */
  claimState: (change: Change, by?: Inbox<unknown>) => Promise<Claim<unknown>["state"]>;
}

/** The fields that tests vary. */
export interface ChangeFields {
  transaction?: string;
  status?: string;
  amount?: string;
  /** Defaults to `true`. */
  isHandled?: boolean;
  /** Defaults to the unnamed account. */
  account?: string;
}

/** A change as the receiver passes it to an inbox. */
export function toFixtureChange(scope: string, fields: ChangeFields = {}): Change {
  const { transaction = "1", status = "successful", amount = "200.00" } = fields;
  const { isHandled = true, account = defaultAccount } = fields;
  const namespace = account === defaultAccount ? "" : `${account}:`;
  const transactionKey = `${namespace}deposit:${scope}-${transaction}`;
  const isFinal = ["successful", "rejected", "expired"].includes(status);
  return {
    account,
    isHandled,
    key: `${transactionKey}:${status}`,
    transactionKey,
    status,
    rank: status === "pending" ? 0 : isFinal ? 1 : undefined,
    content: JSON.stringify({ amount, status, transaction_id: `${scope}-${transaction}` }),
  };
}

/** Runs a behaviour against a freshly opened inbox, then closes it. */
export async function withInbox(
  { open, cannot = {} }: InboxUnderTest,
  { needs = [], play }: InboxBehaviour,
): Promise<void> {
  const opened = await open();
  try {
    checkAbilities(opened, { needs, cannot });
    await play(toFixture(opened));
  } finally {
    await opened.close();
  }
}

function toFixture(opened: OpenedInbox): InboxFixture {
  const scope = randomUUID();
  const lease: InboxFixture["lease"] = async (change, by = opened.inbox) => {
    const claim = await by.claim(change);
    ok(claim.state === "new", `claim of ${change.key} returned ${claim.state}, not new`);
    return claim.lease;
  };
  return {
    ...(opened as Required<OpenedInbox>),
    change: (fields) => toFixtureChange(scope, fields),
    lease,
    async record(change, by = opened.inbox) {
      const held = await lease(change, by);
      ok(await by.complete(change, held), `complete of ${change.key} reported a lost lease`);
    },
    async claimState(change, by = opened.inbox) {
      const claim = await by.claim(change);
      if (claim.state === "new") await by.release(change, claim.lease);
      return claim.state;
    },
  };
}
