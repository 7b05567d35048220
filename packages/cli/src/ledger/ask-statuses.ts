import { InvalidArgumentError, isRequestRejectedError, type Numipay } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import type { Discrepancy, LedgerRow } from "@numipay/sandbox";
import { findingOf } from "./finding-of.js";

// A check must not flood the gateway.
const atOnce = 4;

/**
 * Judges entries that no list has by their status, which is all that can be asked for by a tracking id. A successful one
 * stays unchecked: its amount and currency are not known. What the ledger has twice is doubled whatever they are.
 */
export async function askStatuses(
  rows: readonly LedgerRow[],
  {
    numipay,
    contract,
    signal,
  }: { numipay: Numipay; contract: Pick<Contract, "statuses">; signal: AbortSignal },
): Promise<Discrepancy[]> {
  const ids = [...new Set(rows.map(({ tracking_id }) => tracking_id))];
  const statuses = new Map<string, string>();
  for (let start = 0; start < ids.length; start += atOnce) {
    await Promise.all(
      ids.slice(start, start + atOnce).map(async (id) => {
        statuses.set(id, await statusOf(numipay, id, signal));
      }),
    );
  }
  const seen = new Set<string>();
  return rows.map((row) => {
    const key = JSON.stringify([row.tracking_id, row.type]);
    const isFirst = !seen.has(key);
    seen.add(key);
    const status = statuses.get(row.tracking_id) ?? notFound;
    const isKnown = contract.statuses.get(status) !== undefined;
    return judge(row, { status, isKnown, isFirst });
  });
}

function judge(
  row: LedgerRow,
  { status, isKnown, isFirst }: { status: string; isKnown: boolean; isFirst: boolean },
): Discrepancy {
  const booked = `is booked with ${row.amount} ${row.currency}`;
  const expected = status === notFound || status === notAsked ? {} : { expected: status };
  const finding = (kind: Discrepancy["kind"], says: string): Discrepancy =>
    findingOf(row, { kind, ...expected, says: `${booked}${says}` });
  if (status === notFound) {
    return finding("phantom", `, and the gateway knows no such ${row.type ?? "transaction"}`);
  }
  if (status !== "successful" && isKnown) {
    return finding("paid-but-failed", `, but is ${status} at the gateway`);
  }
  if (!isFirst) return finding("doubled", " once more than it happened");
  if (status === notAsked) return finding("unchecked", ": the gateway cannot be asked for this id");
  return status === "successful"
    ? finding("unchecked", ": only its status agrees, the days that were listed do not have it")
    : finding("unchecked", `: its status is ${status}, which is not documented`);
}

// No status is empty or has a blank in it.
const notFound = "";
const notAsked = "not asked";

async function statusOf(
  numipay: Numipay,
  tracking_id: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return (await numipay.transactions.status(tracking_id, { signal })).transaction_status;
  } catch (error) {
    if (isRequestRejectedError(error) && error.status === 404) return notFound;
    if (error instanceof InvalidArgumentError) return notAsked;
    throw error;
  }
}
