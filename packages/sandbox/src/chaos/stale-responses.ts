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

/** Replaces a status response with the previous status. Returns false if there is none. */
export function respondWithEarlierStatus(
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
  const body: TransactionStatusResponse = { transaction_status: earlier.status };
  c.res = respond(c, asked.operation, body);
  return true;
}

/** Removes the newest items of a list response. Returns false if the list is empty. */
export async function respondWithoutNewest(
  c: Context<AppEnv>,
  { operation, items }: { readonly operation: Operation; readonly items: number },
): Promise<boolean> {
  const list = readBody(operation.response, await c.res.json()) as unknown[];
  // Also necessary when nothing is removed, because a body can be read only once.
  c.res = c.json(writeBody(operation.response, list.slice(0, -items)) as object);
  return list.length > 0;
}
