import { operations } from "@numipay/core/protocol";
import { Hono } from "hono";
import { authenticate } from "./authenticate.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";
import { addPayments } from "./payments.js";
import { addPayouts } from "./payouts.js";
import { addTransactions } from "./transactions.js";

/** Builds the eight operations of the contract. */
export function createApi(context: GatewayContext): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  for (const operation of Object.values(operations)) {
    api.use(operation.path.replace("{id}", ":id"), authenticate(context));
  }
  addPayments(api, context);
  addPayouts(api, context);
  addTransactions(api, context);
  return api;
}
