import { type WireRequest, writeRequest } from "../protocol/contract/request.js";
import type { Call } from "./call.js";
import { freshConnection } from "./fresh-connection.js";
import { discardBody, readText } from "./read-text.js";
import type { Settings } from "./settings.js";

/** A fully read response. */
export interface ReadResponse {
  status: number;
  headers: Headers;
  /** Undefined if it is longer than `maxResponseBytes`. */
  text: string | undefined;
  /** The `Location` of a redirect, as sent; undefined for any other response. A redirect's body is not read. */
  location: string | undefined;
}

/** Imported on the first call, to keep importing an adapter cheap. */
const loadFetch = async (fetch: typeof globalThis.fetch) => {
  const { createFetch } = await import("ofetch");
  return createFetch({
    fetch,
    Headers: globalThis.Headers,
    AbortController: globalThis.AbortController,
  });
};

/** Sends one request to the gateway. The only place that sends anything; redirects are not followed. */
export async function exchange(
  settings: Settings,
  call: Call,
  signal: AbortSignal,
): Promise<ReadResponse> {
  const $fetch = await loadFetch(settings.fetch ?? globalThis.fetch);
  const request = writeRequest(call.operation, call.fields);
  const { body } = request;
  call.beforeSending?.();
  const response = await $fetch.raw<unknown, "stream">(toUrl(settings, request).href, {
    method: call.operation.method,
    headers: {
      [settings.contract.headers.apiKey]: settings.connection().apiKey,
      accept: "application/json",
      "user-agent": settings.userAgent,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
    redirect: "manual",
    ...withoutCache(),
    ...(call.operation.movesMoney ? freshConnection() : {}),
    retry: false,
    // As a stream: ofetch itself would read a body of any size.
    responseType: "stream",
    ignoreResponseError: true,
  });
  return read(response, maxBytes(settings, call), signal);
}

const noStore = { cache: "no-store" } as const;
let isNoStoreSupported: boolean | undefined;

/** Next.js 14 caches what its patched `fetch` sends, even a POST: every customer would get the first one's checkout. */
function withoutCache(): Partial<typeof noStore> {
  isNoStoreSupported ??= supportsNoStore();
  return isNoStoreSupported ? noStore : {};
}

/** Workers with an old compatibility date throw. */
function supportsNoStore(): boolean {
  try {
    const { url } = new Request("https://numipay.invalid", noStore as RequestInit);
    return url !== "";
  } catch {
    return false;
  }
}

/** The longest response body that a call reads, in bytes. */
export function maxBytes({ maxResponseBytes }: Settings, { operation }: Call): number {
  return maxResponseBytes ?? (operation.id === "listTransactions" ? mostListBytes : mostBytes);
}

/** A normal response has a few hundred bytes, an error page a few thousand. */
const mostBytes = 1024 * 1024;
/** The list has no pagination: a week of 100,000 transactions at 300 bytes each must fit. */
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

/** A custom `fetch` may follow a redirect anyway; what it returns is then not a response to this call. */
function isRedirect({ type, status, redirected }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400) || redirected;
}

/** A test's mock may have no headers, or a plain object. */
function toHeaders(headers: Headers | undefined): Headers {
  return typeof headers?.get === "function" ? headers : new Headers(headers);
}

/** The URL of a request. */
export function toUrl({ connection, contract }: Settings, { path, query }: WireRequest): URL {
  const url = new URL(connection().baseUrl);
  url.pathname = url.pathname.replace(/\/$/, "") + contract.basePath + path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
