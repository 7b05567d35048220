import { type Contract, writeRequest } from "@numipay/core/protocol";
import type { ProbedCall } from "../contract/probe-report.js";
import type { Exchange } from "./exchange.js";
import type { ProbePlan } from "./plan-calls.js";
import type { ProbeCall } from "./probe-call.js";

/** Describes a call without its key and without a card. */
export function toProbedCall(
  call: ProbeCall,
  contract: Contract,
  { card = {} }: ProbePlan,
  exchange?: Exchange,
): ProbedCall {
  const operation = contract.operations[call.operation];
  const shown = Object.entries(call.fields).filter(([name]) => !Object.hasOwn(card, name));
  const { path, query } = writeRequest(operation, Object.fromEntries(shown));
  const search = new URLSearchParams(query).toString();
  return {
    name: call.name,
    method: operation.method,
    path: `${contract.basePath}${path}${search === "" ? "" : `?${search}`}`,
    status: exchange === undefined || "failure" in exchange ? null : exchange.response.status,
  };
}
