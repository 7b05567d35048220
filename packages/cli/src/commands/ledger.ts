import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command/command.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import { declareTimeZone } from "../gateway/read-days.js";
import type { LedgerDiffOptions } from "../ledger/run-ledger-diff.js";
import { toDays, toPairs } from "../options/option-values.js";

const diffCommand = defineCommand<LedgerDiffOptions>({
  usage: "diff [ledger]",
  summary: "Find payments that are lost, doubled, wrong or unknown in your ledger",
  notes: [
    "The ledger is CSV with a header, or JSONL. It needs the columns tracking_id, amount and currency. transaction_id, type " +
      "and status are optional.",
    "--from and --to are days on which payments were opened, in the gateway's time zone: 2026-01-31, 31-01-2026, today or " +
      "yesterday. Entries of other days are looked up --margin days before and after them. A payment that was opened on the " +
      "last day and paid later is in your next ledger. Include entries after --to and choose past days, or the payment is " +
      "reported as lost.",
    "An entry with a status other than successful is not a credit, but its status and amount are still compared. An unknown " +
      "status, type or currency is an error, unless the contract override has it. Whitespace in ids is significant. The " +
      "apostrophe that transactions export adds to formulas is removed.",
    "With --journal-module, also finds calls of your journal that never arrived (recorded on these days, still unresolved, and unknown to the " +
      "gateway) and transactions that your journal never requested.",
    "Exits with 0 if every entry and every transaction was compared and they agree, with 1 if something is wrong, and with 3 " +
      "if nothing is wrong but something could not be compared.",
  ],
  examples: [
    "numipay ledger diff ledger.csv --from 2026-01-01 --to 2026-01-31",
    "numipay ledger diff ledger.csv --column tracking_id=order_no --column amount=gross --sandbox-file sandbox.db",
    'psql -c "copy ledger to stdout csv header" | numipay ledger diff - --from 2026-01-01 --to 2026-01-31 --json',
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day on which payments were opened.")
      .option("--to <day>", "Last day on which payments were opened.")
      .option(
        "--margin <days>",
        "Days before --from and after --to to look up entries in (default: 31).",
        toDays,
      )
      .option(
        "--column <field=column>",
        "Name of a field's column in your ledger. Can be repeated.",
        toPairs,
      )
      .option(
        "--journal-module <file>",
        "Module that exports `journal`, to compare its calls with the gateway too.",
      )
      .optionsGroup("Compare with a sandbox:")
      .option("--sandbox-file <file>", "Compare with a sandbox's file instead of a gateway.")
      .addOption(
        new Option("--mode <mode>", "Mode of the sandbox (default: both).").choices([
          "test",
          "live",
        ]),
      )
      .option("--account <id>", "Account of the sandbox (default: the first one).");
    declareTimeZone(declareGateway(command));
  },
  async run(invocation) {
    const { runLedgerDiff } = await import("../ledger/run-ledger-diff.js");
    return runLedgerDiff(invocation);
  },
});

export const ledgerCommand: CommandDefinition = {
  usage: "ledger",
  docs: "reconcile-your-ledger",
  summary: "Compare your ledger with the gateway",
  commands: [diffCommand],
};
