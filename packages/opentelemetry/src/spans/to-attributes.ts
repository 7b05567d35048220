import { toPrintable } from "@numipay/core/protocol";
import type { Attributes } from "@opentelemetry/api";
import type { PartialAttributes } from "./span-definition.js";

/** Attributes that identify one transaction, request or job. */
const ids = new Set([
  "numipay.tracking_id",
  "numipay.transaction_id",
  "numipay.request_id",
  "messaging.message.id",
]);

/** Returns the attributes of a span: text from the network as one bounded line, and ids only if they are wanted. */
export function toAttributes(values: PartialAttributes, includeIds: boolean): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || (!includeIds && ids.has(name))) continue;
    attributes[name] = typeof value === "string" ? toPrintable(value) : value;
  }
  return attributes;
}
