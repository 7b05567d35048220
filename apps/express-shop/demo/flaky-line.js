// @ts-check

/**
 * A line to the gateway that fails once: it is cut before or after the request arrived, or another status comes back.
 * @param {typeof globalThis.fetch} [fetch]
 */
export function createFlakyLine(fetch = globalThis.fetch) {
  /** @type {"request" | "answer" | number | undefined} */
  let failing;
  return {
    /** @param {"request" | "answer"} what */
    cut(what) {
      failing = what;
    },
    /** The gateway carries the next request out, and this status comes back. @param {number} status */
    replaceStatus(status) {
      failing = status;
    },
    /** @param {Parameters<typeof globalThis.fetch>} request */
    fetch: async (...request) => {
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
