import { operations } from "../protocol/contract.generated.js";
import { toPrintable } from "../protocol/printable.js";
import type { Redact } from "../protocol/redact.js";
import type { OperationId } from "./settings.js";

const traceHeaders = ["x-request-id", "x-correlation-id", "traceparent", "cf-ray", "date"];
const longestBody = 2_000;

/** The lines that the gateway's support needs to look into a 5xx: no key, no card, no host of the merchant. */
export function supportReport(fault: {
  operation: OperationId;
  path: string;
  tracking_id: string | undefined;
  status: number;
  body: unknown;
  headers: Headers;
  redact: Redact;
}): string {
  const { operation, path, tracking_id, status, body, headers, redact } = fault;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const traces = traceHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`  ${name}: ${toPrintable(redact(value))}`];
  });
  const lines = [
    `  time: ${new Date().toISOString()}`,
    `  call: ${operations[operation].method} ${toPrintable(redact(path), 1_000)} (${operation})`,
    ...(tracking_id === undefined
      ? []
      : [`  tracking_id: ${toPrintable(redact(tracking_id), 255)}`]),
    `  status: ${status}`,
    ...traces,
    `  body: ${text === "" ? "(none)" : toPrintable(text, longestBody)}`,
  ];
  // Once more over all: a secret may be spread over several lines.
  return redact(lines.join("\n"));
}
