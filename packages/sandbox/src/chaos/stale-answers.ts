import type { Transaction, TransactionStatusAnswer } from "@numipay/core/protocol";
import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";

/** Makes a status answer tell the status before the newest. False: there was none, the answer stays. */
export function tellEarlierStatus(c: Context<AppEnv>, { store }: GatewayContext): boolean {
  const record = store.transactions.byTrackingId(c.req.param("id") ?? "", c.get("owner"));
  if (record === undefined) return false;
  const earlier = store.timeline
    .of(record.transactionId)
    .findLast(({ status }) => status !== record.status);
  if (earlier === undefined) return false;
  c.res = c.json<TransactionStatusAnswer>({ transaction_status: earlier.status });
  return true;
}

/** Makes a list leave out its newest items. False: it is empty, the answer stays. */
export async function tellWithoutNewest(c: Context<AppEnv>, items: number): Promise<boolean> {
  const list = (await c.res.json()) as Transaction[];
  // Also when nothing is left out: the body was read, and can be read once.
  c.res = c.json(list.slice(0, -items));
  return list.length > 0;
}
