import { toPrintable } from "../protocol/printable.js";
import type { Redact } from "../protocol/redact.js";
import { coreVersion } from "../protocol/version.generated.js";
import type { Call } from "./call.js";
import { readTraceId, requestIdHeaders } from "./request-id.js";

const traceHeaders = [...requestIdHeaders, "traceparent", "cf-ray", "date"];
const longestBody = 2_000;
const longestValue = 255;

/** Card data, and fields that identify the customer. */
const withheld = /^(card_|cvv$|expiry_|email$)/;

/** A call that failed with a 5xx. */
export interface Fault {
  call: Call;
  path: string;
  /** The number of requests sent. */
  attempts: number;
  status: number;
  body: unknown;
  headers: Headers;
  redact: Redact;
}

/**
 * Describes a 5xx for the gateway's support: the call, its fields, the response and the versions. Omits the key, card data, the
 * customer's email address and the merchant's host.
 */
export function supportReport({
  call,
  path,
  attempts,
  status,
  body,
  headers,
  redact,
}: Fault): string {
  const { operation, fields } = call;
  const show = (value: string, longest = longestValue): string =>
    toPrintable(redact(value), longest);
  // transactionStatus sends the tracking_id as `id`.
  const { id: _, ...own } = fields;
  const named = call.tracking_id === undefined ? own : { tracking_id: call.tracking_id, ...own };
  const traces = traceHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`  ${name}: ${show(value, 1_000)}`];
  });
  const traceId = readTraceId(headers);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const lines = [
    `  time: ${new Date().toISOString()}`,
    `  call: ${operation.method} ${show(path, 1_000)} (${operation.id})`,
    ...Object.entries(named).map(
      ([name, value]) => `  ${show(name)}: ${showField(name, value, call, show)}`,
    ),
    `  attempts: ${attempts}`,
    `  status: ${status}`,
    ...traces,
    ...(traceId === undefined ? [] : [`  trace id: ${show(traceId)}`]),
    `  body: ${text === "" ? "(none)" : toPrintable(text, longestBody)}`,
    `  sent by: @numipay/core ${coreVersion}, ${runtime()}`,
  ];
  // Redacted once more as a whole: a secret may be spread over several lines.
  return redact(lines.join("\n"));
}

/** Only the name of an unknown field is shown: its value could be a secret. */
function showField(
  name: string,
  value: unknown,
  { operation }: Call,
  show: (value: string) => string,
): string {
  const isKnown = operation.fields.has(name) || name === "tracking_id";
  if (!isKnown || withheld.test(name)) return "(withheld)";
  return show(typeof value === "string" ? value : (JSON.stringify(value) ?? "(none)"));
}

function runtime(): string {
  const { process, navigator } = globalThis as {
    process?: { version?: string; platform?: string; arch?: string };
    navigator?: { userAgent?: string };
  };
  return process?.version === undefined
    ? toPrintable(navigator?.userAgent ?? "unknown runtime", longestValue)
    : `Node ${process.version} on ${process.platform} ${process.arch}`;
}
