import { type WireRequest, writeRequest } from "../protocol/contract/request.js";
import type { Call } from "./call.js";
import { discardBody, readText } from "./read-text.js";
import type { Settings } from "./settings.js";

/** A response, read whole. */
export interface ReadResponse {
  status: number;
  headers: Headers;
  /** Undefined when it is longer than `maxResponseBytes`. */
  text: string | undefined;
  /** Where a redirect leads, as it was sent; undefined for a response that is none. The body of one is not read. */
  location: string | undefined;
}

/** Loaded at the first call, so that importing an adapter stays cheap. */
const loadFetch = async (fetch: typeof globalThis.fetch) => {
  const { createFetch } = await import("ofetch");
  return createFetch({
    fetch,
    Headers: globalThis.Headers,
    AbortController: globalThis.AbortController,
  });
};

/** The one place where something is sent: to the gateway's origin and no other, no redirect followed. */
export async function exchange(
  settings: Settings,
  call: Call,
  signal: AbortSignal,
): Promise<ReadResponse> {
  const $fetch = await loadFetch(settings.fetch ?? globalThis.fetch);
  const request = writeRequest(call.operation, call.fields);
  const { body } = request;
  const response = await $fetch.raw<unknown, "stream">(toUrl(settings, request).href, {
    method: call.operation.method,
    headers: {
      [settings.contract.headers.apiKey]: settings.apiKey,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
    redirect: "manual",
    retry: false,
    // Not read here: ofetch would read a body of any size.
    responseType: "stream",
    ignoreResponseError: true,
  });
  return read(response, maxBytes(settings, call), signal);
}

/** The longest response that a call reads, in bytes. */
export function maxBytes({ maxResponseBytes }: Settings, { operation }: Call): number {
  return maxResponseBytes ?? (operation.id === "listTransactions" ? mostListBytes : mostBytes);
}

/** A single response has a few hundred bytes, an error page some thousands. */
const mostBytes = 1024 * 1024;
/** The gateway lists a week in one piece, without pages: 100,000 transactions of 300 bytes. */
const mostListBytes = 32 * 1024 * 1024;

async function read(response: Response, max: number, signal: AbortSignal): Promise<ReadResponse> {
  const { status } = response;
  const headers = toHeaders(response.headers);
  if (isRedirect(response)) {
    discardBody(response);
    const location = response.redirected ? response.url : (headers.get("location") ?? "");
    return { status, headers, text: "", location };
  }
  const text = await readText(response, max, signal);
  return { status, headers, text, location: undefined };
}

/** A `fetch` of the caller's may have followed one all the same: what it brings is no answer to this call. */
function isRedirect({ type, status, redirected }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400) || redirected;
}

/** A mock in a test may bring none, or a plain object. */
function toHeaders(headers: Headers | undefined): Headers {
  return typeof headers?.get === "function" ? headers : new Headers(headers);
}

/** Where a request goes. */
export function toUrl({ baseUrl, contract }: Settings, { path, query }: WireRequest): URL {
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/$/, "") + contract.basePath + path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
