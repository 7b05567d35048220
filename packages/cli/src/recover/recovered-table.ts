import type { RecoveredIntent } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { type Part, styled } from "../text/part.js";
import { createTable } from "../text/table.js";

/** Shows what was decided about each call. */
export function showRecovered(intents: readonly RecoveredIntent[]): Block {
  const addRows = createTable([
    { head: "Result" },
    { head: "Operation" },
    { head: "Recorded" },
    { head: "Tracking id", isDetail: true },
    { head: "Note", isDetail: true, isProse: true },
  ]);
  return addRows(
    intents.map(({ decision, operation, recordedAt, tracking_id, transaction_status, reason }) => [
      toResult(decision),
      toPrintable(operation),
      toTime(recordedAt),
      toPrintable(tracking_id, 255),
      toPrintable(reason ?? transaction_status ?? "", 1_000),
    ]),
  );
}

function toResult(decision: RecoveredIntent["decision"]): Part {
  if (decision === "confirmed" || decision === "queued") return styled("good", decision);
  return styled(decision === "failed" ? "bad" : "caution", decision);
}

/** To the minute: 2026-01-31 09:05. */
function toTime(iso: string): string {
  return toPrintable(iso.slice(0, 16).replace("T", " "));
}
