// @ts-check

/** A line to the gateway that fails once: it is cut before or after the request arrived, or another status comes back. */
export function createFlakyLine(fetch: typeof globalThis.fetch = globalThis.fetch) {
  let failing: "request" | "answer" | number | undefined;
  return {
    cut(what: "request" | "answer") {
      failing = what;
    },
    /** The gateway carries the next request out, and this status comes back. */
    replaceStatus(status: number) {
      failing = status;
    },
    fetch: async (...request: Parameters<typeof globalThis.fetch>[]) => {
      const lost = failing;
      failing = undefined;
      const answer = lost === "request" ? undefined : await fetch(...request);
      if (lost === undefined && answer !== undefined) return answer;
      await answer?.body?.cancel();
      if (typeof lost === "number") {
        return Response.json({}, { status: lost, headers: { location: "/elsewhere" } });
      }
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    },
  };
}
