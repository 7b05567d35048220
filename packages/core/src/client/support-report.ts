import { operations } from "../protocol/contract.generated.js";
import type { OperationId } from "./settings.js";

const traceHeaders = ["x-request-id", "x-correlation-id", "traceparent", "cf-ray", "date"];
const longestBody = 2_000;

/** The lines that the gateway's support needs to look into a 5xx: no key, no card, no host of the merchant. */
export function supportReport(fault: {
  operation: OperationId;
  path: string;
  status: number;
  body: unknown;
  headers: Headers;
}): string {
  const { operation, path, status, body, headers } = fault;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const traces = traceHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`  ${name}: ${value}`];
  });
  return [
    `  time: ${new Date().toISOString()}`,
    `  call: ${operations[operation].method} ${path} (${operation})`,
    `  status: ${status}`,
    ...traces,
    `  body: ${text === "" ? "(none)" : text.slice(0, longestBody)}`,
  ].join("\n");
}
