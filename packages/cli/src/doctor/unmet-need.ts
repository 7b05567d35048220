import type { Need, Verdict } from "./check.js";

/** Why a check would mean nothing, in the words of the report; undefined when it can be played. */
export function unmetNeed(
  needs: readonly Need[],
  given: { hasLedger: boolean; hasOrders: boolean },
  verdictOf: (id: string) => Verdict | undefined,
): string | undefined {
  for (const need of needs) {
    if (need === "books") {
      const missing = [
        ...(given.hasLedger ? [] : ["--ledger"]),
        ...(given.hasOrders ? [] : ["--order-command or --tracking-id"]),
      ];
      if (missing.length > 0) return `not checked: needs ${missing.join(" and ")}`;
    } else if (verdictOf(need) !== "passed") {
      return `not checked: needs "${need}" to pass`;
    }
  }
  return undefined;
}
