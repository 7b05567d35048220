import type { Command } from "./transition.js";
import type { Flow, Status, TransactionRecord } from "./transaction-record.js";

/** One entry of a transaction's history: the event, the status after it, and a description. */
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
  gateway: "Gateway",
};

/** The first entry of a transaction. */
export function toOpeningEntry(record: TransactionRecord): TimelineEntry {
  return { kind: "opened", status: record.status, detail: openedBy[record.flow] };
}

/** The entry of a command. `record` is the transaction after it. */
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
    case "complete-challenge":
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
      return { kind: "expired", detail: "The time limit passed" };
    case "late-success":
      return { kind: "succeeded-late", detail: "The provider reported a late success" };
    case "set-status":
      return { kind: "status-set", detail: "By the gateway" };
  }
}

function ending({ stage, status, rejectedReason }: TransactionRecord): string {
  if (stage === "settling") return ": waiting for the provider";
  if (stage !== "closed") return "";
  return rejectedReason === null ? `: ${status}` : `: ${rejectedReason}`;
}
