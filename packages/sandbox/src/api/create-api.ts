import type { Operation } from "@numipay/core/protocol";
import { Hono, type MiddlewareHandler } from "hono";
import { authenticate } from "./authenticate.js";
import { customHandler } from "./custom-operation.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";
import type { OperationHandler } from "./operation-handler.js";
import { paymentHandlers } from "./payments.js";
import { payoutHandlers } from "./payouts.js";
import { openness, toRoute } from "./route-path.js";
import { transactionHandlers } from "./transactions.js";

/**
 * Creates the routes of the contract's operations.
 *
 * @param playFaults creates the middleware that injects faults into an operation
 */
export function createApi(
  context: GatewayContext,
  playFaults: (operation: Operation) => MiddlewareHandler<AppEnv>,
): Hono<AppEnv> {
  const { basePath, operations } = context.contract;
  const handlers = new Map<string, OperationHandler>(
    Object.entries({
      ...paymentHandlers(context),
      ...payoutHandlers(context),
      ...transactionHandlers(context),
    }),
  );
  const custom = customHandler(context);
  const api = new Hono<AppEnv>();
  const ordered = Object.values(operations).toSorted((a, b) => openness(a.path) - openness(b.path));
  for (const operation of ordered) {
    const route = toRoute(basePath + operation.path);
    const handler = handlers.get(operation.id) ?? custom;
    api.use(route, authenticate(context));
    api.on(operation.method, route, playFaults(operation), (c) => handler(c, operation));
  }
  return api;
}
