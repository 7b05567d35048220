import { isInvalidArgumentError, isRequestRejectedError, type Numipay } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import type { Discrepancy, LedgerRow } from "@numipay/sandbox";
import { toFinding } from "./to-finding.js";

// Limits the load on the gateway.
const concurrency = 4;

/**
 * Checks entries that no list has by their status, which is all that the gateway returns for a tracking id. A successful
 * one remains unchecked, because its amount and currency are unknown. A repeated entry is always doubled.
 */
export async function fetchStatuses(
  rows: readonly LedgerRow[],
  {
    numipay,
    contract,
    signal,
  }: { numipay: Numipay; contract: Pick<Contract, "statuses">; signal: AbortSignal },
): Promise<Discrepancy[]> {
  const ids = [...new Set(rows.map(({ tracking_id }) => tracking_id))];
  const statuses = new Map<string, string>();
  for (let start = 0; start < ids.length; start += concurrency) {
    await Promise.all(
      ids.slice(start, start + concurrency).map(async (id) => {
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
    return classify(row, { status, isKnown, isFirst });
  });
}

function classify(
  row: LedgerRow,
  { status, isKnown, isFirst }: { status: string; isKnown: boolean; isFirst: boolean },
): Discrepancy {
  const entry = `has an entry of ${row.amount} ${row.currency}`;
  const expected = status === notFound || status === notAsked ? {} : { expected: status };
  const finding = (kind: Discrepancy["kind"], text: string): Discrepancy =>
    toFinding(row, { kind, ...expected, text: `${entry}${text}` });
  if (status === notFound) {
    return finding("phantom", `, but the gateway has no such ${row.type ?? "transaction"}`);
  }
  if (status !== "successful" && isKnown) {
    return finding("paid-but-failed", `, but is ${status} at the gateway`);
  }
  if (!isFirst) return finding("doubled", " that repeats another one");
  if (status === notAsked) return finding("unchecked", ", but the gateway cannot look up this id");
  return status === "successful"
    ? finding("unchecked", "; its status agrees, but it is not in the listed days")
    : finding("unchecked", `; its status is ${status}, which is not documented`);
}

// No real status is empty or contains a space.
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
    if (isInvalidArgumentError(error)) return notAsked;
    throw error;
  }
}

/** The status of a transaction; undefined if the gateway does not have it. */
export async function fetchStatus(
  numipay: Numipay,
  tracking_id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const status = await statusOf(numipay, tracking_id, signal);
  return status === notFound ? undefined : status;
}
