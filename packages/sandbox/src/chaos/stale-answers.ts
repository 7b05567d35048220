import {
  type Operation,
  readBody,
  type TransactionStatusResponse,
  writeBody,
} from "@numipay/core/protocol";
import type { Context } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import type { ChaosContext } from "./chaos-context.js";
import { respond } from "../api/respond.js";

/** Makes a status response report the status before the newest. False: there was none, the response stays. */
export function tellEarlierStatus(
  c: Context<AppEnv>,
  { store }: ChaosContext,
  asked: { readonly operation: Operation; readonly trackingId: string },
): boolean {
  const record = store.transactions.byTrackingId(asked.trackingId, c.get("owner"));
  if (record === undefined) return false;
  const earlier = store.timeline
    .of(record.transactionId)
    .findLast(({ status }) => status !== record.status);
  if (earlier === undefined) return false;
  const answer: TransactionStatusResponse = { transaction_status: earlier.status };
  c.res = respond(c, asked.operation, answer);
  return true;
}

/** Makes a list leave out its newest items. False: it is empty, the response stays. */
export async function tellWithoutNewest(
  c: Context<AppEnv>,
  { operation, items }: { readonly operation: Operation; readonly items: number },
): Promise<boolean> {
  const list = readBody(operation.response, await c.res.json()) as unknown[];
  // Also when nothing is left out: the body was read, and can be read once.
  c.res = c.json(writeBody(operation.response, list.slice(0, -items)) as object);
  return list.length > 0;
}
