import { toPrintable } from "@numipay/core/protocol";

/** A response of the gateway. */
export interface GatewayResponse {
  readonly status: number;
  /** The header `Location`. */
  readonly location: string | undefined;
  /** The header `Allow`. */
  readonly allow: string | undefined;
  /** The parsed JSON as the gateway sent it. Undefined if it is not JSON. */
  readonly raw: unknown;
  /** The same in the library's names. Undefined if it is not where the contract expects it. */
  readonly body: unknown;
  /** How often the call was sent, and for how long, until this response. */
  readonly attempts: number;
  readonly waitedMs: number;
}

/** What became of a call. */
export type Exchange = { readonly response: GatewayResponse } | { readonly failure: string };

const maxQuote = 120;

/** Describes a response for people, such as `422 ("This amount is too low")`. */
export function describeResponse({ status, raw }: GatewayResponse): string {
  const body = toFields(raw);
  const message = [body["message"], body["error"]].find((text) => typeof text === "string");
  return message === undefined ? String(status) : `${status} ("${toPrintable(message, maxQuote)}")`;
}

/** The members of a JSON object. `{}` for anything else. */
export function toFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** True for a 2xx. */
export function isSuccess({ status }: GatewayResponse): boolean {
  return status >= 200 && status < 300;
}

/** True for a 3xx. */
export function isRedirect({ status }: GatewayResponse): boolean {
  return status >= 300 && status < 400;
}

/** True for a 4xx. */
export function isRejection({ status }: GatewayResponse): boolean {
  return status >= 400 && status < 500;
}

/** True for a response that may be about the API key. */
export function isKeyRejected({ status }: GatewayResponse): boolean {
  return status === 401 || status === 403;
}
