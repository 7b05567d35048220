/**
 * What happens to the next request:
 *
 * - `request`: the connection breaks before the request arrives
 * - `response`: the gateway handles the request, and the response is lost
 * - a status: the gateway handles the request, and this status comes back instead
 * - `refuse`: the request does not arrive, and a 403 comes back
 */
export type Fault = "request" | "response" | "refuse" | number;

export interface FaultyFetch {
  fetch: typeof globalThis.fetch;
  /** Applies to one request. Later requests succeed again. */
  failNext: (fault: Fault) => void;
}

/** A `fetch` for the Numipay client that fails once on demand. */
export function createFaultyFetch(fetch: typeof globalThis.fetch = globalThis.fetch): FaultyFetch {
  let nextFault: Fault | undefined;
  return {
    failNext(fault) {
      nextFault = fault;
    },
    async fetch(...request) {
      const fault = nextFault;
      nextFault = undefined;
      if (fault === undefined) return fetch(...request);
      if (fault === "refuse") return Response.json({ message: "refused" }, { status: 403 });
      if (fault !== "request") await (await fetch(...request)).body?.cancel();
      if (typeof fault === "number") {
        return Response.json({}, { status: fault, headers: { location: "/elsewhere" } });
      }
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    },
  };
}
