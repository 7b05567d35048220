import { Numipay, type NumipayOptions } from "@numipay/core";
import type { operations } from "@numipay/core/protocol";
import type { Merchant } from "../merchant.js";

type Operation = (typeof operations)[keyof typeof operations];

/** The project's own client, over the merchant's transport. */
export function clientOf(merchant: Merchant, options: NumipayOptions = {}): Numipay {
  return new Numipay({ ...merchant.sandbox.clientOptions, fetch: merchant.fetch, ...options });
}

/** Calls an operation with an empty body. A null key omits the header. */
export async function callOperation(
  merchant: Merchant,
  { method, path }: Operation,
  { key = merchant.sandbox.apiKey }: { key?: string | null } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await merchant.fetch(merchant.sandbox.baseUrl + path.replace("{id}", "none"), {
    method,
    headers: { "content-type": "application/json", ...(key === null ? {} : { "x-api-key": key }) },
    ...(method === "POST" ? { body: "{}" } : {}),
  });
  return { status: response.status, body: await response.json() };
}
