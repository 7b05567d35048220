import type { Transaction } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { Option } from "commander";
import { type CommandDefinition, defineCommand, type Invocation } from "../command.js";
import { usageFault } from "../command-failure.js";
import { exitCodes } from "../exit-codes.js";
import { exportTransactions } from "../export/export-transactions.js";
import { openTarget } from "../export/open-target.js";
import { createProgressLine } from "../export/progress-line.js";
import {
  createCsvWriter,
  createJsonlWriter,
  documentedColumns,
  type ExportFormat,
} from "../export/transaction-writer.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { printResult } from "../print-result.js";

const statusCommand = defineCommand<GatewayOptions>({
  usage: "status <tracking_id>",
  summary: "Show the latest status of one transaction, by your own id",
  examples: ["numipay transactions status order-1"],
  declare: (command) => void declareGateway(command),
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const answer = await numipay.transactions.status(args[0] ?? "", { signal: terminal.signal });
    const { transaction_status, rejected_reason } = answer;
    const reason = rejected_reason === undefined ? "" : `: ${rejected_reason}`;
    await printResult(invocation, answer, toPrintable(transaction_status + reason, 1_000));
    return exitCodes.ok;
  },
});

interface RangeOptions extends GatewayOptions {
  readonly from?: string;
  readonly to?: string;
}

const listCommand = defineCommand<RangeOptions>({
  usage: "list",
  summary: "List the transactions of any range of days; today's without one",
  examples: [
    "numipay transactions list",
    "numipay transactions list --from 2026-01-01 --to 2026-03-31 --json | jq -r .amount",
  ],
  declare: (command) => {
    declareGateway(
      command
        .option("--from <day>", "First day, YYYY-MM-DD.")
        .option("--to <day>", "Last day; the first one where it is not given."),
    );
  },
  async run({ options, terminal }) {
    const numipay = await connectGateway(terminal, options);
    const { from, to = from } = options;
    if (from === undefined && to !== undefined) throw usageFault("--to needs --from.");
    const range = from === undefined || to === undefined ? undefined : { from, to };
    const call = { signal: terminal.signal };
    const found =
      range === undefined
        ? await numipay.transactions.list(undefined, call)
        : numipay.transactions.iterate(range, call);
    for await (const transaction of found) {
      const line = options.json === true ? JSON.stringify(transaction) : toLine(transaction);
      await terminal.out(`${line}\n`);
    }
    return exitCodes.ok;
  },
});

interface ExportOptions extends RangeOptions {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
  readonly columns?: string;
  readonly exact?: boolean;
}

const exportCommand = defineCommand<ExportOptions>({
  usage: "export",
  summary: "Export the transactions of any range of days as CSV or JSONL",
  notes:
    "The file appears under its name only when it is whole; what was interrupted leaves nothing behind. One window of 7\n" +
    "days is in memory at a time. CSV has the documented fields; a cell that a spreadsheet would run as a formula gets an\n" +
    "apostrophe before it, unless --exact; ledger diff takes it off again. JSONL has each transaction as the gateway sent it.",
  examples: [
    "numipay transactions export --from 2025-01-01 --to 2025-12-31 --out 2025.csv",
    "numipay transactions export --from 2026-01-01 --to 2026-01-31 --format jsonl | gzip > january.jsonl.gz",
  ],
  declare: (command) => {
    command
      .requiredOption("--from <day>", "First day, YYYY-MM-DD.")
      .requiredOption("--to <day>", "Last day.")
      .addOption(
        new Option("--format <form>", "Else by the end of --out's name, else csv.").choices([
          "csv",
          "jsonl",
        ]),
      )
      .option("--out <file>", "Where to write it; standard output where not given.")
      .option("--force", "Replace the file if it is there.")
      .option("--columns <names>", "Fields of the CSV, with commas between them.")
      .option("--exact", "Leave cells as they are that a spreadsheet would run as formulas.");
    declareGateway(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const { from = "", to = "", out } = options;
    const numipay = await connectGateway(terminal, options);
    const writer = toWriter(options);
    const target = await openTarget(terminal, out, options.force === true);
    const progress = createProgressLine(terminal);
    const { signal } = terminal;
    const done = await exportTransactions({ numipay, from, to, writer, target, progress, signal });
    const leftOut = [...writer.leftOut];
    await tell(invocation, { ...done, out, leftOut, guarded: writer.guarded() });
    return exitCodes.ok;
  },
});

function toWriter({ format, out, columns, exact }: ExportOptions) {
  const isJsonl =
    format === "jsonl" || (format === undefined && /\.(jsonl|ndjson)$/.test(out ?? ""));
  if (isJsonl && (columns !== undefined || exact === true)) {
    throw usageFault("--columns and --exact are for CSV; JSONL has every field as it is.");
  }
  if (isJsonl) return createJsonlWriter();
  const names = columns?.split(",").map((name) => name.trim()) ?? documentedColumns;
  if (names.includes("")) throw usageFault("--columns: give field names with commas between them.");
  if (new Set(names).size < names.length) {
    throw usageFault("--columns: a field is named twice. Name each field once.");
  }
  return createCsvWriter(names, exact === true);
}

interface Done {
  transactions: number;
  windows: number;
  out: string | undefined;
  leftOut: string[];
  guarded: number;
}

/** On standard error where standard output is the export itself. */
async function tell({ options, terminal }: Invocation<ExportOptions>, done: Done): Promise<void> {
  const { transactions, out, leftOut, guarded } = done;
  if (options.json === true && out !== undefined && out !== "-") {
    await terminal.out(`${JSON.stringify(done)}\n`);
    return;
  }
  terminal.err(
    `${transactions} transactions${out === undefined ? "" : ` in ${toPrintable(out, 1_000)}`}.\n`,
  );
  if (leftOut.length > 0) {
    terminal.err(
      `The gateway also sent ${toPrintable(leftOut.join(", "), 1_000)}: name them in --columns.\n`,
    );
  }
  if (guarded > 0) {
    terminal.err(
      `${guarded} ${guarded === 1 ? "cell" : "cells"} got an apostrophe, so that no spreadsheet runs them (--exact).\n`,
    );
  }
}

/** That the list's items have the webhook's fields is assumed: one that is missing is a dash. */
function toLine(transaction: Transaction): string {
  const fields = new Map<string, unknown>(Object.entries(transaction));
  const cell = (name: keyof Transaction): string => {
    const value = fields.get(name) ?? "-";
    return toPrintable(typeof value === "string" ? value : JSON.stringify(value));
  };
  const cells = [
    cell("status").padEnd(10),
    cell("transaction_type").padEnd(10),
    `${cell("amount").padStart(12)} ${cell("currency")}`,
    cell("tracking_id").padEnd(24),
    cell("user_id").padEnd(16),
    cell("transaction_id"),
  ];
  return cells.join("  ");
}

export const transactionsCommand: CommandDefinition = {
  usage: "transactions",
  summary: "Look: one status, a list, an export",
  commands: [statusCommand, listCommand, exportCommand],
};
