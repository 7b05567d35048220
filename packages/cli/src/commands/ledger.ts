import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import type { LedgerDiffOptions } from "../ledger/run-ledger-diff.js";
import { toDays, toPairs } from "../option-values.js";

const diffCommand = defineCommand<LedgerDiffOptions>({
  usage: "diff [ledger]",
  summary: "Compare your ledger with the gateway: lost, doubled, wrong, paid but failed, phantom",
  notes:
    "The ledger is CSV with a header, or JSONL, with tracking_id, amount and currency, and with transaction_id, type and\n" +
    "status if you have them. --from and --to are days on which a payment was opened, in UTC. An entry of another day is\n" +
    "looked up --margin days around them. What is opened on the last day and paid after it is in your next ledger: give\n" +
    "entries beyond --to as well, and choose days that are over, or it is lost.\n" +
    "An entry whose status is not successful holds no money; its status and amount are compared all the same. A status,\n" +
    "type or currency that the gateway does not use is refused. What could not be compared is listed as unchecked.\n" +
    "Ids are compared to the last blank, without the apostrophe that transactions export puts before a formula's sign.\n" +
    "Ends with 0 when every entry and every transaction was compared and they agree, with 1 when something is wrong, and\n" +
    "with 3 when nothing is wrong but something could not be compared.",
  examples: [
    "numipay ledger diff ledger.csv --from 2026-01-01 --to 2026-01-31",
    "numipay ledger diff ledger.csv --column tracking_id=order_no --column amount=gross --sandbox-file sandbox.db",
    'psql -c "copy (select …) to stdout csv header" | numipay ledger diff - --from 2026-01-01 --to 2026-01-31 --json',
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day of opening, YYYY-MM-DD, in UTC.")
      .option("--to <day>", "Last day of opening, in UTC.")
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
    declareGateway(command);
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
