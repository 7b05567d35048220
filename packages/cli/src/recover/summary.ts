import type { RecoveryCounts } from "@numipay/core";
import { count } from "../text/count.js";

/** The numbers of a run as one sentence. */
export function toSummary(done: number, counts: RecoveryCounts, dryRun: boolean): string {
  if (done === 0) {
    // Until then, its lease makes it look like a call of a running process.
    return "No call has an unknown outcome. A call that was interrupted is listed 10 seconds after its timeoutMs has passed.";
  }
  const { confirmed, queued, released, unknown, failed, skipped } = counts;
  const parts = [
    `${count(done, "call")}: ${confirmed} confirmed${dryRun ? " (dry run: nothing was recorded)" : ""}`,
    ...(queued > 0 ? [`${queued} queued to be sent again`] : []),
    ...(released > 0 ? [`${released} released: repeat the call to send it`] : []),
    ...(unknown > 0 ? [`${unknown} still unknown`] : []),
    ...(failed > 0 ? [`${failed} could not be checked`] : []),
    ...(skipped > 0 ? [`${skipped} held by another process`] : []),
  ];
  return `${parts.join("; ")}.`;
}
