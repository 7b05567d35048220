import type { Operation, ReadField } from "@numipay/core/protocol";
import { randomToken } from "../gateway/random-token.js";
import type { GatewayContext } from "./gateway-context.js";
import type { OperationHandler } from "./operation-handler.js";
import { readRequest } from "./read-request.js";
import { respond } from "./respond.js";

/**
 * Handles an operation that the contract override adds. The sandbox does not know its effect: it checks the request, records
 * it for `sandbox.customCalls()`, and responds with placeholder values for the required response fields.
 */
export function customHandler({
  contract,
  store,
  customCalls,
  now,
}: GatewayContext): OperationHandler {
  return (c, operation) => {
    const fields = readRequest(c, contract, operation);
    const { accountId: account, mode } = c.get("owner");
    const at = new Date(now()).toISOString();
    customCalls.add({ operation: operation.id, at, account, mode, fields });
    const place = customCalls.list().length;
    return respond(c, operation, placeholderBody(operation, `${store.state.seed}:${place}`));
  };
}

function placeholderBody({ id, response }: Operation, seed: string): object {
  const required = [...response.fields].filter(([, field]) => field.isRequired);
  return Object.fromEntries(
    required.map(([name, { type }]) => [name, values[type](seed, `${id}.${name}`)]),
  );
}

const values: Record<ReadField["type"], (seed: string, name: string) => unknown> = {
  string: (seed, name) => randomToken(seed, name, 15),
  number: () => 1,
  boolean: () => true,
  any: () => ({}),
};
