import type { Transaction } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { Option } from "commander";
import { type CommandDefinition, defineCommand, type Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { exportTransactions } from "../export/export-transactions.js";
import { listWindows } from "../export/list-windows.js";
import { openTarget } from "../export/open-target.js";
import { createProgressLine } from "../export/progress-line.js";
import {
  createCsvWriter,
  createJsonlWriter,
  type ExportFormat,
} from "../export/transaction-writer.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { type DayOptions, declareTimeZone, readDays } from "../gateway/read-days.js";
import { printResult } from "../command/print-result.js";

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

type RangeOptions = GatewayOptions & DayOptions;

const dayForms = "Days are written as 2026-01-31 or 31-01-2026, or as today or yesterday.";

const oneDayAlone =
  "With --from or --to alone, only that day is sent: the gateway decides what it\n" +
  "means (assumed). Without both it lists today's transactions (documented).";

const listCommand = defineCommand<RangeOptions>({
  usage: "list",
  summary: "List the transactions of any range of days; today's without one",
  notes: `${dayForms}\n${oneDayAlone}`,
  examples: [
    "numipay transactions list",
    "numipay transactions list --from 01-01-2026 --to 31-03-2026 --json | jq -r .amount",
    "numipay transactions list --from yesterday --to today --time-zone Europe/Berlin",
  ],
  declare: (command) => {
    command.option("--from <day>", "First day.").option("--to <day>", "Last day.");
    declareGateway(declareTimeZone(command));
  },
  async run({ options, terminal }) {
    const numipay = await connectGateway(terminal, options);
    const days = readDays(options, readContract(terminal, options));
    for (const window of listWindows(days)) {
      for (const one of await numipay.transactions.list(window, { signal: terminal.signal })) {
        const line = options.json === true ? JSON.stringify(one) : toLine(one);
        await terminal.out(`${line}\n`);
      }
    }
    return exitCodes.ok;
  },
});

type ExportOptions = RangeOptions & {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
  readonly columns?: string;
  readonly exact?: boolean;
};

const exportCommand = defineCommand<ExportOptions>({
  usage: "export",
  summary: "Export the transactions of any range of days as CSV or JSONL",
  notes:
    "The file appears under its name only when it is whole; an interrupted export\n" +
    "leaves nothing behind. One window of 7 days is in memory at a time. CSV has the\n" +
    "documented fields, and those that the contract override adds. A cell that a\n" +
    "spreadsheet would run as a formula gets an apostrophe before it, unless --exact;\n" +
    "ledger diff takes it off again. JSONL has each transaction as the client\n" +
    `returns it.\n${dayForms}\n${oneDayAlone}`,
  examples: [
    "numipay transactions export --from 2025-01-01 --to 2025-12-31 --out 2025.csv",
    "numipay transactions export --from 2026-01-01 --to 2026-01-31 --format jsonl | gzip > january.jsonl.gz",
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day.")
      .option("--to <day>", "Last day.")
      .addOption(
        new Option("--format <form>", "Defaults to the end of --out's name, else csv.").choices([
          "csv",
          "jsonl",
        ]),
      )
      .option("--out <file>", "Where to write it. Defaults to standard output.")
      .option("--force", "Replace the file if it is there.")
      .option("--columns <names>", "Fields of the CSV, with commas between them.")
      .option("--exact", "Leave cells as they are that a spreadsheet would run as formulas.");
    declareGateway(declareTimeZone(command));
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const { out } = options;
    const numipay = await connectGateway(terminal, options);
    const contract = readContract(terminal, options);
    const windows = listWindows(readDays(options, contract));
    const writer = toWriter(options, [...contract.webhook.fields.keys()]);
    const target = await openTarget(terminal, out, { mayReplace: options.force === true });
    const progress = createProgressLine(terminal);
    const { signal } = terminal;
    const done = await exportTransactions({ numipay, windows, writer, target, progress, signal });
    const leftOut = [...writer.leftOut];
    await tell(invocation, { ...done, out, leftOut, guarded: writer.guarded() });
    return exitCodes.ok;
  },
});

function toWriter({ format, out, columns, exact }: ExportOptions, knownFields: readonly string[]) {
  const isJsonl =
    format === "jsonl" || (format === undefined && /\.(jsonl|ndjson)$/.test(out ?? ""));
  if (isJsonl && (columns !== undefined || exact === true)) {
    throw usageFault("--columns and --exact are for CSV; JSONL has every field as it is.");
  }
  if (isJsonl) return createJsonlWriter();
  const names = columns?.split(",").map((name) => name.trim()) ?? knownFields;
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
