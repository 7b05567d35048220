import type { Contract, Operation } from "@numipay/core/protocol";
import type { Context } from "hono";
import type { AppEnv } from "./gateway-context.js";
import { readFields } from "./read-fields.js";
import { validateFields } from "./validate-fields.js";

/**
 * Reads and validates the fields of a request, by the library's names. Numbers are returned as text, to keep amounts exact.
 *
 * @throws ApiProblem that says what to fix.
 */
export function readRequest(
  c: Context<AppEnv>,
  contract: Contract,
  operation: Operation,
): Record<string, unknown> {
  return validateFields(operation, readFields(c, contract, operation));
}
