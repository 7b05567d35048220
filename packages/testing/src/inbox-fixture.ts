import { ok } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Change, type Claim, defaultAccount, type Inbox, type Lease } from "@numipay/core";

/** A second inbox on the same store, as another process has one. */
export interface AnotherInbox {
  inbox: Inbox<unknown>;
  /**
   * Ends it as a killed process ends: nothing is completed or released. Resolves once what it held may be claimed again,
   * so an engine with leases lets their time pass.
   */
  vanish: () => Promise<void>;
}

/** What a case may do with an opened inbox. */
export interface OpenedInbox {
  inbox: Inbox<unknown>;
  /** Opens a second inbox on the same store. */
  openAnother?: () => Promise<AnotherInbox>;
  /** Ends the right of everyone who holds a claim, while they live on: their time passes, or their connection is cut. */
  lapse?: () => Promise<void>;
  /** Makes the store unreachable, and gives back what makes it reachable again. */
  cutOff?: () => Promise<() => Promise<void>>;
  /** How many conflicts the store has taken note of. */
  countConflicts?: () => Promise<number>;
  close: () => Promise<void>;
}

/** What not every engine can show. */
export type InboxAbility = "openAnother" | "lapse" | "cutOff" | "countConflicts";

/** An inbox engine under test. */
export interface InboxUnderTest {
  /** Opens an inbox. The store may be one that earlier cases used: every case has transactions of its own. */
  open: () => Promise<OpenedInbox>;
  /** What the engine cannot show, and why: the cases that need it are told with the reason. */
  cannot?: Partial<Record<InboxAbility, string>>;
  /**
   * Why only one transaction can be claimed at a time, on an engine where the claims of others wait for their turn: they are
   * then shown to wait and to be answered, and no case holds two.
   */
  takesTurns?: string;
}

/** One thing that every inbox must do. */
export interface InboxBehaviour {
  name: string;
  needs?: readonly InboxAbility[];
  /** Where it holds only for engines that hold several transactions at a time, or only for those that take turns. */
  only?: "at once" | "in turns";
  play: (stage: InboxFixture) => Promise<void>;
}

/** An opened inbox with changes to play with. Abilities that the behaviour needs are there. */
export interface InboxFixture extends Required<Omit<OpenedInbox, "close">> {
  /** A change of a transaction that no other case knows: `successful` of transaction `1`, save for what is given. */
  change: (fields?: ChangeFields) => Change;
  /** Claims, and gives the lease; an AssertionError when the claim is not new. */
  lease: (change: Change, by?: Inbox<unknown>) => Promise<Lease<unknown>>;
  /** Claims and completes. */
  record: (change: Change, by?: Inbox<unknown>) => Promise<void>;
  /** Claims, and gives the state; what it got it gives back, so that a look changes nothing. */
  look: (change: Change, by?: Inbox<unknown>) => Promise<Claim<unknown>["state"]>;
}

/** What makes one change differ from another. */
export interface ChangeFields {
  transaction?: string;
  status?: string;
  amount?: string;
  /** Defaults to true. */
  isHandled?: boolean;
  /** Defaults to the unnamed account. */
  account?: string;
}

/** A change as the receiver hands it to an inbox. */
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

/** Runs a behaviour against an inbox of its own, and closes it whatever happens. */
export async function withInbox(
  { open, cannot = {} }: InboxUnderTest,
  { needs = [], play }: InboxBehaviour,
): Promise<void> {
  const opened = await open();
  try {
    for (const ability of needs) {
      ok(opened[ability], `${ability} is missing: give it, or say under "cannot" why it cannot be`);
    }
    for (const ability of Object.keys(cannot) as InboxAbility[]) {
      ok(!opened[ability], `${ability} is there now: take it off "cannot"`);
    }
    await play(toStage(opened));
  } finally {
    await opened.close();
  }
}

function toStage(opened: OpenedInbox): InboxFixture {
  const scope = randomUUID();
  const lease: InboxFixture["lease"] = async (change, by = opened.inbox) => {
    const claim = await by.claim(change);
    ok(claim.state === "new", `a claim of ${change.key} is ${claim.state}, not new`);
    return claim.lease;
  };
  return {
    ...(opened as Required<OpenedInbox>),
    change: (fields) => toFixtureChange(scope, fields),
    lease,
    async record(change, by = opened.inbox) {
      const held = await lease(change, by);
      ok(await by.complete(change, held), `complete of ${change.key} says that the lease was lost`);
    },
    async look(change, by = opened.inbox) {
      const claim = await by.claim(change);
      if (claim.state === "new") await by.release(change, claim.lease);
      return claim.state;
    },
  };
}
