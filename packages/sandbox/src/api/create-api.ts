import { operations } from "@numipay/core/protocol";
import { Hono } from "hono";
import { playApiFaults, type OperationName } from "../chaos/play-api-faults.js";
import { authenticate } from "./authenticate.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";
import { addPayments } from "./payments.js";
import { addPayouts } from "./payouts.js";
import { addTransactions } from "./transactions.js";

/** Builds the eight operations of the contract. */
export function createApi(context: GatewayContext): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  for (const [name, { method, path }] of Object.entries(operations)) {
    const route = path.replace("{id}", ":id");
    api.use(route, authenticate(context));
    api.on(method, route, playApiFaults(context, name as OperationName));
  }
  addPayments(api, context);
  addPayouts(api, context);
  addTransactions(api, context);
  return api;
}
