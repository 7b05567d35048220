import { toPrintable } from "../protocol/printable.js";
import type { Redact } from "../protocol/redact.js";
import { coreVersion } from "../protocol/version.generated.js";
import type { Call } from "./call.js";

const traceHeaders = ["x-request-id", "x-correlation-id", "traceparent", "cf-ray", "date"];
const longestBody = 2_000;
const longestValue = 255;

/** These are the card's, or say who the customer is. */
const withheld = /^(card_|cvv$|expiry_|email$)/;

/** What is known of a call that the gateway failed at. */
export interface Fault {
  call: Call;
  path: string;
  /** How many requests were sent. */
  attempts: number;
  status: number;
  body: unknown;
  headers: Headers;
  redact: Redact;
}

/**
 * The lines that the gateway's support needs to look into a 5xx: the call, its fields, the response and the versions. No key,
 * no card, no address of the customer, no host of the merchant.
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
  // The status is asked by the tracking_id, under the name of id.
  const { id: _, ...own } = fields;
  const named = call.tracking_id === undefined ? own : { tracking_id: call.tracking_id, ...own };
  const traces = traceHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`  ${name}: ${show(value, 1_000)}`];
  });
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
    `  body: ${text === "" ? "(none)" : toPrintable(text, longestBody)}`,
    `  sent by: @numipay/core ${coreVersion}, ${runtime()}`,
  ];
  // Once more over all: a secret may be spread over several lines.
  return redact(lines.join("\n"));
}

/** A field that the contract does not know may be anything, a secret too: its name is shown and no more. */
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
