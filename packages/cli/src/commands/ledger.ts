import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command/command.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import { declareTimeZone } from "../gateway/read-days.js";
import type { LedgerDiffOptions } from "../ledger/run-ledger-diff.js";
import { toDays, toPairs } from "../options/option-values.js";

const diffCommand = defineCommand<LedgerDiffOptions>({
  usage: "diff [ledger]",
  summary: "Find payments that are lost, doubled, wrong or unknown in your ledger",
  notes:
    "The ledger is CSV with a header, or JSONL. It needs the columns tracking_id,\n" +
    "amount and currency. transaction_id, type and status are optional.\n\n" +
    "--from and --to are days on which payments were opened, in the gateway's time\n" +
    "zone: 2026-01-31, 31-01-2026, today or yesterday. Entries of other days are\n" +
    "looked up --margin days before and after them. A payment that was opened on the\n" +
    "last day and paid later is in your next ledger. Include entries after --to and\n" +
    "choose past days, or the payment is reported as lost.\n\n" +
    "An entry with a status other than successful is not a credit, but its status and\n" +
    "amount are still compared. An unknown status, type or currency is an error,\n" +
    "unless the contract override has it. Entries that cannot be compared are listed\n" +
    "as unchecked. Whitespace in ids is significant. The apostrophe that transactions\n" +
    "export adds to formulas is removed.\n\n" +
    "Exits with 0 if every entry and every transaction was compared and they agree,\n" +
    "with 1 if something is wrong, and with 3 if nothing is wrong but something could\n" +
    "not be compared.",
  examples: [
    "numipay ledger diff ledger.csv --from 2026-01-01 --to 2026-01-31",
    "numipay ledger diff ledger.csv --column tracking_id=order_no --column amount=gross --sandbox-file sandbox.db",
    'psql -c "copy (select …) to stdout csv header" | numipay ledger diff - --from 2026-01-01 --to 2026-01-31 --json',
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
      .option("--sandbox-file <file>", "Compare with a sandbox's file instead of a gateway.")
      .addOption(
        new Option("--mode <mode>", "Mode of the sandbox (default: both).").choices([
          "test",
          "live",
        ]),
      )
      .option("--account <id>", "Account of the sandbox (default: the first one).");
    declareGateway(declareTimeZone(command));
  },
  async run(invocation) {
    const { runLedgerDiff } = await import("../ledger/run-ledger-diff.js");
    return runLedgerDiff(invocation);
  },
});

export const ledgerCommand: CommandDefinition = {
  usage: "ledger",
  summary: "Compare your ledger with the gateway",
  commands: [diffCommand],
};
