import { readRequest } from "./read-request.js";

/** What a system reports of a socket after the request left, as Node gives it. */
const codes = [
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EHOSTDOWN",
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EPIPE",
];

export const errorsAfterSending: Record<string, () => Error> = {
  ...Object.fromEntries(
    ["read", "write"].flatMap((syscall) =>
      codes.map((code) => [`${syscall} ${code}`, () => systemError(code, syscall)]),
    ),
  ),
  // Tried by IPv6 and IPv4: one never connected, the other had sent.
  "connect and read": () =>
    new AggregateError([
      systemError("ECONNREFUSED", "connect"),
      systemError("EHOSTUNREACH", "read"),
    ]),
  "an error without a code": () => new Error("Network connection lost."),
};

export const errorsBeforeSending: Record<string, () => Error> = {
  "connect ECONNREFUSED": () => systemError("ECONNREFUSED", "connect"),
  "getaddrinfo EAI_AGAIN": () => systemError("EAI_AGAIN", "getaddrinfo"),
};

function systemError(code, syscall) {
  return Object.assign(new Error(`${syscall} ${code}`), { errno: -1, code, syscall });
}

/**
 * A `fetch` that fails before it sends, or after.
 *
 * @param faultOf names one of the errors above
 */
export function createLossyFetch(
  faultOf: (request: { method: string; tracking_id: string }) => string | undefined,
): typeof fetch {
  return async (url, init) => {
    const { method = "GET", body } = init ?? {};
    const fault = faultOf(readRequest(method, url, body)) ?? "";
    const before = errorsBeforeSending[fault];
    if (before !== undefined) throw new TypeError("fetch failed", { cause: before() });
    const response = await fetch(url, init);
    const after = errorsAfterSending[fault];
    if (after === undefined) return response;
    await response.arrayBuffer();
    throw new TypeError("fetch failed", { cause: after() });
  };
}

/** A negative control: it sends once more whenever a request failed. */
export function createRetryingFetch(inner: typeof fetch): typeof fetch {
  return async (url, init) => {
    try {
      return await inner(url, init);
    } catch {
      return await inner(url, init);
    }
  };
}
