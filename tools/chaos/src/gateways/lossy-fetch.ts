import { type ChooseFault, readRequest } from "./read-request.js";

/** Node's error codes for a socket that fails after the request was sent. */
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
      codes.map((code): [string, () => Error] => [
        `${syscall} ${code}`,
        () => systemError(code, syscall),
      ]),
    ),
  ),
  // Tried over IPv6 and IPv4: one never connected, the other had sent the request.
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

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { errno: -1, code, syscall });
}

/**
 * Returns a `fetch` that throws before it sends the request, or after.
 *
 * @param send sends the request. Defaults to the global `fetch`.
 */
export function createLossyFetch(
  chooseFault: ChooseFault,
  send: typeof fetch = fetch,
): typeof fetch {
  return async (url, init) => {
    const { method = "GET", body } = init ?? {};
    const fault = chooseFault(readRequest(method, String(url), body)) ?? "";
    const before = errorsBeforeSending[fault];
    if (before !== undefined) throw new TypeError("fetch failed", { cause: before() });
    const response = await send(url, init);
    const after = errorsAfterSending[fault];
    if (after === undefined) return response;
    await response.arrayBuffer();
    throw new TypeError("fetch failed", { cause: after() });
  };
}

/** A negative control: sends each failed request again. */
export function createRetryingFetch(inner: typeof fetch): typeof fetch {
  return async (url, init) => {
    try {
      return await inner(url, init);
    } catch {
      return await inner(url, init);
    }
  };
}
