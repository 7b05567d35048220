import { isRequestRejectedError, type Numipay } from "@numipay/core";
import type { Discrepancy } from "@numipay/sandbox";

/** How many statuses are asked for at once: a gateway is not to be flooded by a check. */
const atOnce = 4;

/**
 * Asks the gateway about each entry that its list does not have. It may lie outside the range of days, and then it is no
 * phantom: it is one that failed, or nothing at all.
 *
 * @returns what is wrong all the same, and how many entries lie outside the range
 */
export async function settlePhantoms(
  found: readonly Discrepancy[],
  listed: ReadonlySet<string>,
  { numipay, signal }: { numipay: Numipay; signal: AbortSignal },
): Promise<{ discrepancies: Discrepancy[]; outsideRange: number }> {
  const asked = found.filter(
    ({ kind, tracking_id }) => kind === "phantom" && !listed.has(tracking_id),
  );
  const verdicts = new Map<Discrepancy, Discrepancy | undefined>();
  for (let start = 0; start < asked.length; start += atOnce) {
    await Promise.all(
      asked.slice(start, start + atOnce).map(async (phantom) => {
        const status = await statusOf(numipay, phantom.tracking_id, signal);
        verdicts.set(phantom, judge(phantom, status));
      }),
    );
  }
  const discrepancies = found.flatMap((one) => {
    const verdict = verdicts.has(one) ? verdicts.get(one) : one;
    return verdict === undefined ? [] : [verdict];
  });
  return { discrepancies, outsideRange: found.length - discrepancies.length };
}

function judge(phantom: Discrepancy, status: string | undefined): Discrepancy | undefined {
  if (status === undefined) return phantom;
  if (status === "successful") return undefined;
  const { tracking_id, found } = phantom;
  return {
    ...phantom,
    kind: "paid-but-failed",
    expected: status,
    message: `${tracking_id} is booked with ${found}, but is ${status} at the gateway`,
  };
}

/** Undefined: the gateway does not know it. */
async function statusOf(
  numipay: Numipay,
  tracking_id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await numipay.transactions.status(tracking_id, { signal })).transaction_status;
  } catch (error) {
    if (isRequestRejectedError(error) && error.status === 404) return undefined;
    throw error;
  }
}
