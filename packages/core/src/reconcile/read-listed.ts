import { documentedContract } from "../protocol/contract/contract.js";
import { readTransaction } from "../protocol/contract/read-transaction.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import type { ResolvedAccount } from "../webhooks/account-resolver.js";
import type { Change } from "../webhooks/inbox.js";
import { toChange } from "../webhooks/parse-event.js";
import { withTimeout } from "../webhooks/with-timeout.js";
import type { Found } from "./found.js";
import type { ReconcileSettings } from "./reconcile-options.js";

/** An item of the list and its change, or why it has none. */
export type ListedChange =
  | { listed: Transaction; transaction: Transaction; change: Change }
  | { listed: Transaction; malformed: Found };

/** Reads an item of the list. Returns undefined if its key is not wanted. Never throws. */
export async function readListed<Tx>(
  settings: ReconcileSettings<Tx>,
  { account, namespace }: ResolvedAccount,
  listed: Transaction,
  wanted?: Pick<ReadonlyMap<string, unknown>, "has">,
): Promise<ListedChange | undefined> {
  const { webhook, toEvent = (same: Transaction) => same } = settings;
  const { contract = documentedContract } = webhook;
  let transaction = listed;
  try {
    transaction = await withTimeout(() => toEvent(listed), toEventTimeoutMs, lateToEvent);
    const read = readTransaction(contract.webhook, transaction);
    if ("problem" in read) {
      const malformed = { ...toMalformed(transaction), reason: read.problem };
      return wanted?.has(malformed.key) === false ? undefined : { listed, malformed };
    }
    const change = toChange(transaction, { account, namespace, contract });
    return wanted?.has(change.key) === false ? undefined : { listed, transaction, change };
  } catch (error) {
    const reason = "toEvent or the contract cannot convert it to an event";
    return { listed, malformed: { ...toMalformed(transaction), reason, error } };
  }
}

const longestKey = 500;

const toEventTimeoutMs = 30_000;
const lateToEvent = `toEvent did not resolve within ${toEventTimeoutMs} ms.`;

/** Without an identity, its key is its content. */
function toMalformed(transaction: Transaction): Pick<Found, "transaction" | "key" | "outcome"> {
  let text = "";
  try {
    text = JSON.stringify(transaction) ?? "";
  } catch {
    // Nested too deep to serialize.
  }
  const key = `malformed ${text.slice(0, longestKey)}`;
  return { transaction: toObject(transaction), key, outcome: "malformed" };
}

/** A list item may be anything, but callers read the ids of every result. */
function toObject(transaction: unknown): Transaction {
  return (
    typeof transaction === "object" && transaction !== null ? transaction : {}
  ) as Transaction;
}
