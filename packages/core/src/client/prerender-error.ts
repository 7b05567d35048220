/** Digests of the errors by which the `fetch` of Next.js ends prerendering, before it sends anything. */
const prerenderDigests = new Set<unknown>([
  "DYNAMIC_SERVER_USAGE",
  "HANGING_PROMISE_REJECTION",
  "NEXT_PRERENDER_INTERRUPTED",
]);

/** `ofetch` wraps the error once. */
const mostCauses = 3;

/** The error by which Next.js has ended prerendering: this one or one nested in it. */
export function toPrerenderError(error: unknown): object | undefined {
  let inner = error;
  for (let depth = 0; depth <= mostCauses; depth += 1) {
    // By shape, not by class: it may come from another realm.
    if (typeof inner !== "object" || inner === null) return undefined;
    const { digest, cause } = inner as { digest?: unknown; cause?: unknown };
    if (prerenderDigests.has(digest)) return inner;
    inner = cause;
  }
  return undefined;
}
