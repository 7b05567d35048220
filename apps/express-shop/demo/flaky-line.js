// @ts-check

/**
 * A line to the gateway that can be cut once, before or after the gateway has heard.
 * @param {typeof globalThis.fetch} [fetch]
 */
export function createFlakyLine(fetch = globalThis.fetch) {
  /** @type {"request" | "answer" | undefined} */
  let cutting;
  return {
    /** @param {"request" | "answer"} what */
    cut(what) {
      cutting = what;
    },
    /** @param {Parameters<typeof globalThis.fetch>} request */
    fetch: async (...request) => {
      const lost = cutting;
      cutting = undefined;
      const answer = lost === "request" ? undefined : await fetch(...request);
      if (lost === undefined && answer !== undefined) return answer;
      await answer?.body?.cancel();
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    },
  };
}
