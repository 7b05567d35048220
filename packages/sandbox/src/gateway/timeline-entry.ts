import type { Command } from "./transition.js";
import type { Flow, Status, TransactionRecord } from "./transaction-record.js";

/** One line of a transaction's history: what happened, what its status was after, and a few words for a person. */
export interface TimelineEntry {
  readonly kind: string;
  readonly status: Status;
  readonly detail: string;
}

const openedBy: Record<Flow, string> = {
  hosted: "Hosted checkout",
  direct: "Direct integration",
  "server-to-server": "Server to server",
  payout: "Payout request",
  gateway: "By the gateway",
};

/** The line that opening a transaction leaves. */
export function toOpeningEntry(record: TransactionRecord): TimelineEntry {
  return { kind: "opened", status: record.status, detail: openedBy[record.flow] };
}

/** The line that a command leaves; `record` is the transaction after it. */
export function toTimelineEntry(command: Command, record: TransactionRecord): TimelineEntry {
  return { ...describe(command, record), status: record.status };
}

// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no command out
function describe(command: Command, record: TransactionRecord): Omit<TimelineEntry, "status"> {
  switch (command.kind) {
    case "submit": {
      const card = command.cardLast4 === null ? "" : `, card ending in ${command.cardLast4}`;
      const detail = `${command.providerId}${card}${ending(record)}`;
      return { kind: record.stage === "challenge" ? "challenged" : "submitted", detail };
    }
    case "answer-challenge":
      return {
        kind: command.passed ? "authenticated" : "authentication-failed",
        detail: `3DS${ending(record)}`,
      };
    case "confirm-payout":
      return { kind: "confirmed", detail: command.providerId };
    case "approve":
      return { kind: "approved", detail: "By the merchant" };
    case "reject":
      return { kind: "rejected", detail: command.reason };
    case "settle":
      return {
        kind: record.status === "successful" ? "settled" : record.status,
        detail: record.rejectedReason ?? "By the provider",
      };
    case "expire":
      return { kind: "expired", detail: "Nobody decided in time" };
    case "late-success":
      return { kind: "succeeded-late", detail: "The provider took the money after all" };
    case "set-status":
      return { kind: "status-set", detail: "By the gateway" };
  }
}

function ending({ stage, status, rejectedReason }: TransactionRecord): string {
  if (stage === "settling") return ": the provider decides later";
  if (stage !== "closed") return "";
  return rejectedReason === null ? `: ${status}` : `: ${rejectedReason}`;
}
