import { operations } from "../protocol/contract.generated.js";
import type { Call } from "./call.js";
import type { Settings } from "./settings.js";

/** An answer whose text was read. */
export type ReadResponse = Response & { _data?: string };

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
  const { method } = operations[call.operation];
  return $fetch.raw<string, "text">(toUrl(settings, call).href, {
    method,
    headers: {
      "X-Api-Key": settings.apiKey,
      accept: "application/json",
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    signal,
    redirect: "manual",
    retry: false,
    responseType: "text",
    ignoreResponseError: true,
  });
}

/** Where a call goes. */
export function toUrl(settings: Settings, call: Call): URL {
  const path = settings.endpoints[call.operation].replace(
    "{id}",
    encodeURIComponent(call.id ?? ""),
  );
  const url = new URL(settings.baseUrl);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return url;
}
