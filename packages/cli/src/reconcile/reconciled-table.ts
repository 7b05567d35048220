import { toPrintable } from "@numipay/core/protocol";
import type { Reconciled } from "@numipay/core";
import { nameLibraryOptions } from "../options/library-options.js";
import { toCell, toMoneyCell } from "../gateway/transaction-cells.js";
import type { Block } from "../text/block.js";
import { type Part, styled } from "../text/part.js";
import { createTable } from "../text/table.js";

/** Creates a table of what a run found, to which each transaction is added as it is found. */
export function createReconciledTable(): (found: Reconciled) => Block {
  const addRows = createTable([
    { head: "Result", minWidth: "handler-failed".length },
    { head: "Event", minWidth: "withdrawal.successful".length },
    { head: "Amount", align: "right", minWidth: "100,000.00 EUR".length },
    { head: "Tracking id", isDetail: true },
    { head: "Note", isDetail: true, isProse: true },
  ]);
  return (found) => {
    const fields = new Map<string, unknown>(Object.entries(found.transaction));
    return addRows([
      [
        toOutcome(found.outcome),
        `${toCell(fields, "transaction_type")}.${toCell(fields, "status")}`,
        toMoneyCell(fields),
        toCell(fields, "tracking_id"),
        toNotes(found).join("; "),
      ],
    ]);
  };
}

function toOutcome(outcome: Reconciled["outcome"]): Part {
  if (outcome === "processed") return styled("good", outcome);
  return styled(outcome === "missing" || outcome === "unhandled" ? "caution" : "bad", outcome);
}

function toNotes(found: Reconciled): string[] {
  const { contradicts, setAside } = found;
  const reason = toReason(found);
  return [
    ...(contradicts === undefined ? [] : [`${toPrintable(contradicts)} was applied before`]),
    ...(setAside === true ? ["set aside"] : []),
    ...(reason === undefined ? [] : [toPrintable(nameLibraryOptions(reason), 1_000)]),
  ];
}

/** Errors of several handlers are in one AggregateError, whose own message says nothing. */
export function toReason({
  reason,
  error,
}: Pick<Reconciled, "reason" | "error">): string | undefined {
  const thrown: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const messages = thrown
    .filter((one) => one !== undefined)
    .map((one) => (one instanceof Error ? one.message : toText(one)));
  const all = [...(reason === undefined ? [] : [reason]), ...messages];
  return all.length === 0 ? undefined : all.join("; ");
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "-");
}
