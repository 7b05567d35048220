import type { Need, Verdict } from "./check.js";

/** Why a check cannot run, as the report prints it. Undefined if it can. */
export function unmetNeed(
  needs: readonly Need[],
  given: { hasLedger: boolean; hasOrders: boolean },
  verdictOf: (id: string) => Verdict | undefined,
): string | undefined {
  for (const need of needs) {
    if (need === "ledger") {
      const missing = [
        ...(given.hasLedger ? [] : ["--ledger"]),
        ...(given.hasOrders ? [] : ["--order-command or --tracking-id"]),
      ];
      if (missing.length > 0) return `not checked: requires ${missing.join(" and ")}`;
    } else if (verdictOf(need) !== "passed") {
      return `not checked: requires the check "${need}" to pass`;
    }
  }
  return undefined;
}
