import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command/command.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import { declareTimeZone } from "../gateway/read-days.js";
import type { LedgerDiffOptions } from "../ledger/run-ledger-diff.js";
import { toDays, toPairs } from "../options/option-values.js";

const diffCommand = defineCommand<LedgerDiffOptions>({
  usage: "diff [ledger]",
  summary: "Compare your ledger with the gateway: lost, doubled, wrong, paid but failed, phantom",
  notes:
    "The ledger is CSV with a header, or JSONL, with tracking_id, amount and currency,\n" +
    "and with transaction_id, type and status if you have them.\n" +
    "--from and --to are the days on which a payment was opened, in the gateway's time\n" +
    "zone, written as 2026-01-31 or 31-01-2026, or as today or yesterday. An entry of\n" +
    "another day is looked up --margin days around them. A payment that is opened on\n" +
    "the last day and paid after it is in your next ledger: give entries beyond --to\n" +
    "as well, and choose days that are over, or it is reported as lost.\n" +
    "An entry whose status is not successful holds no money; its status and amount\n" +
    "are compared all the same. A status, type or currency that the gateway does not\n" +
    "use is refused, unless the contract override has it. What could not be compared\n" +
    "is listed as unchecked. Ids are compared to the last blank, without the\n" +
    "apostrophe that transactions export puts before a formula's sign.\n" +
    "Ends with 0 when every entry and every transaction was compared and they agree,\n" +
    "with 1 when something is wrong, and with 3 when nothing is wrong but something\n" +
    "could not be compared.",
  examples: [
    "numipay ledger diff ledger.csv --from 2026-01-01 --to 2026-01-31",
    "numipay ledger diff ledger.csv --column tracking_id=order_no --column amount=gross --sandbox-file sandbox.db",
    'psql -c "copy (select …) to stdout csv header" | numipay ledger diff - --from 2026-01-01 --to 2026-01-31 --json',
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day of opening.")
      .option("--to <day>", "Last day of opening.")
      .option(
        "--margin <days>",
        "How many days before --from and after --to an entry is looked up. Defaults to 31.",
        toDays,
      )
      .option(
        "--column <name=theirs>",
        "What a column is called; can be given several times.",
        toPairs,
      )
      .option("--sandbox-file <file>", "A sandbox's file instead of a gateway.")
      .addOption(
        new Option("--mode <mode>", "Which of the sandbox's; defaults to both.").choices([
          "test",
          "live",
        ]),
      )
      .option("--account <id>", "Which of the sandbox's accounts; defaults to the first.");
    declareGateway(declareTimeZone(command));
  },
  async run(invocation) {
    const { runLedgerDiff } = await import("../ledger/run-ledger-diff.js");
    return runLedgerDiff(invocation);
  },
});

export const ledgerCommand: CommandDefinition = {
  usage: "ledger",
  summary: "Compare the merchant's ledger with the gateway",
  commands: [diffCommand],
};
