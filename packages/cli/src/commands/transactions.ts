import { toPrintable } from "@numipay/core/protocol";
import { Option } from "commander";
import { type CommandDefinition, defineCommand, type Invocation } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import {
  chooseWriter,
  separatorNames,
  toSeparator,
  type WriterOptions,
} from "../export/choose-writer.js";
import { exportTransactions } from "../export/export-transactions.js";
import { listWindows } from "../export/list-windows.js";
import { isStandardOutput, openTarget } from "../output/open-target.js";
import { createProgressLine } from "../export/progress-line.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { type DayOptions, declareTimeZone, readDays } from "../gateway/read-days.js";
import { toTransactionRow, transactionColumns } from "../gateway/transaction-row.js";
import { printResult } from "../command/print-result.js";
import { createBufferedTable } from "../text/buffered-table.js";
import { count } from "../text/count.js";
import { paragraph } from "../text/prose.js";

const statusCommand = defineCommand<GatewayOptions>({
  usage: "status <tracking_id>",
  summary: "Show the latest status of a transaction by your id",
  examples: ["numipay transactions status order-1"],
  declare: (command) => void declareGateway(command),
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const response = await numipay.transactions.status(args[0] ?? "", { signal: terminal.signal });
    const { transaction_status, rejected_reason } = response;
    const reason = rejected_reason === undefined ? "" : `: ${rejected_reason}`;
    await printResult(invocation, response, [
      paragraph(toPrintable(transaction_status + reason, 1_000)),
    ]);
    return exitCodes.ok;
  },
});

type RangeOptions = GatewayOptions & DayOptions;

const dayFormats = "Write a day as 2026-01-31, 31-01-2026, today or yesterday.";

const singleDay =
  "With only --from or --to, only that day is sent, and the gateway decides what it means (assumed). Without both, the " +
  "gateway lists today's transactions (documented).";

const listCommand = defineCommand<RangeOptions>({
  usage: "list",
  summary: "List the transactions of a range of days, or of today",
  notes: [`${dayFormats} ${singleDay}`],
  examples: [
    "numipay transactions list",
    "numipay transactions list --from 01-01-2026 --to 31-03-2026 --json | jq -r .amount",
    "numipay transactions list --from yesterday --to today --time-zone Europe/Berlin",
  ],
  declare: (command) => {
    command.option("--from <day>", "First day.").option("--to <day>", "Last day.");
    declareTimeZone(declareGateway(command));
  },
  async run({ options, terminal }) {
    const numipay = await connectGateway(terminal, options);
    const days = readDays(options, readContract(terminal, options));
    const table = createBufferedTable(transactionColumns, (block) => terminal.print(block));
    try {
      for (const window of listWindows(days)) {
        const listed = await numipay.transactions.list(window, { signal: terminal.signal });
        if (options.json !== true) await table.add(listed.map(toTransactionRow));
        else for (const one of listed) await terminal.out(`${JSON.stringify(one)}\n`);
      }
    } finally {
      await table.flush();
    }
    if (options.json !== true && table.isEmpty()) {
      terminal.note(paragraph("The gateway lists no transactions."));
    }
    return exitCodes.ok;
  },
});

type ExportOptions = RangeOptions & WriterOptions & { readonly force?: boolean };

const exportCommand = defineCommand<ExportOptions>({
  usage: "export",
  summary: "Export the transactions of a range of days as CSV or JSONL",
  notes: [
    "The file gets its name only when it is complete, so an interrupted export leaves nothing behind. The export keeps 7 days " +
      "in memory at a time.",
    "CSV has the documented fields and those of the contract override. A cell that a spreadsheet would run as a formula gets " +
      "an apostrophe, also behind a separator, which ledger diff removes. Turn this off with --exact. JSONL has every field " +
      "that the gateway sent.",
    "Excel needs --bom to show letters such as ü. Where the decimal separator is a comma, it also needs --separator " +
      "semicolon.",
    `${dayFormats} ${singleDay}`,
  ],
  suggestions: { "--separator": separatorNames },
  examples: [
    "numipay transactions export --from 2025-01-01 --to 2025-12-31 --out 2025.csv",
    "numipay transactions export --from 2026-01-01 --to 2026-01-31 --format jsonl | gzip > january.jsonl.gz",
    "numipay transactions export --from yesterday --to today --bom --separator semicolon --out excel.csv",
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day.")
      .option("--to <day>", "Last day.")
      .addOption(
        new Option(
          "--format <format>",
          "Format (default: by the extension of --out, else csv).",
        ).choices(["csv", "jsonl"]),
      )
      .option("--out <file>", "File to write (default: standard output).")
      .option("--force", "Replace an existing file.")
      .option("--columns <names>", "Comma-separated fields of the CSV.")
      .option("--exact", "Do not add an apostrophe to formulas.")
      .option(
        "--separator <separator>",
        "Separator of the CSV: comma, semicolon or tab (default: comma).",
        toSeparator,
      )
      .option("--bom", "Start the CSV with a byte order mark, which Excel needs.");
    declareTimeZone(declareGateway(command));
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const { out } = options;
    const numipay = await connectGateway(terminal, options);
    const contract = readContract(terminal, options);
    const windows = listWindows(readDays(options, contract));
    const writer = chooseWriter(options, [...contract.webhook.fields.keys()]);
    const { signal } = terminal;
    const mayReplace = options.force === true;
    const target = await openTarget(terminal, out, { mayReplace, signal });
    const progress = createProgressLine(terminal);
    const done = await exportTransactions({ numipay, windows, writer, target, progress, signal });
    const leftOut = [...writer.leftOut];
    await reportExport(invocation, { ...done, out, leftOut, guarded: writer.guarded() });
    return exitCodes.ok;
  },
});

interface Done {
  transactions: number;
  windows: number;
  out: string | undefined;
  leftOut: string[];
  guarded: number;
}

/** Prints to standard error if standard output is the export itself. */
async function reportExport(
  { options, terminal }: Invocation<ExportOptions>,
  done: Done,
): Promise<void> {
  const { transactions, out, leftOut, guarded } = done;
  if (options.json === true && !isStandardOutput(out)) {
    await terminal.out(`${JSON.stringify(done)}\n`);
    return;
  }
  const target = out === undefined ? "" : ` to ${toPrintable(out, 1_000)}`;
  terminal.note(paragraph(`Exported ${count(transactions, "transaction")}${target}.`));
  if (leftOut.length > 0) {
    const names = toPrintable(leftOut.join(", "), 1_000);
    terminal.note(paragraph(`Not exported: ${names}. Add them to --columns to include them.`));
  }
  if (guarded > 0) {
    terminal.note(
      paragraph(
        `Added an apostrophe to ${count(guarded, "cell")} that a spreadsheet would run as a formula. Use --exact to ` +
          "export them unchanged.",
      ),
    );
  }
}

export const transactionsCommand: CommandDefinition = {
  usage: "transactions",
  docs: "call-the-gateway",
  summary: "Look up, list and export transactions",
  commands: [statusCommand, listCommand, exportCommand],
};
