import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import type { LedgerDiffOptions } from "../ledger/run-ledger-diff.js";
import { toPairs } from "../option-values.js";

const diffCommand = defineCommand<LedgerDiffOptions>({
  usage: "diff [books]",
  summary: "Hold your books against the gateway: lost, doubled, wrong, paid but failed, phantom",
  notes:
    "The books are CSV with a head line, or JSONL, with tracking_id, amount and currency; transaction_id, type and status\n" +
    "where you have them. An entry of a status other than successful counts for nothing. Entries that the list of those\n" +
    "days does not have are asked for one by one. Choose days that are over: what is paid between the two looks is lost.\n" +
    "Ends with 1 when something is wrong.",
  examples: [
    "numipay ledger diff books.csv --from 2026-01-01 --to 2026-01-31",
    "numipay ledger diff books.csv --column tracking_id=order_no --column amount=gross --sandbox-file sandbox.db",
    'psql -c "copy (select …) to stdout csv header" | numipay ledger diff - --from 2026-01-01 --to 2026-01-31 --json',
  ],
  declare: (command) => {
    command
      .option("--from <day>", "First day, YYYY-MM-DD.")
      .option("--to <day>", "Last day.")
      .option(
        "--column <name=theirs>",
        "What a column is called; may stand several times.",
        toPairs,
      )
      .option("--sandbox-file <file>", "A sandbox's file instead of a gateway.")
      .addOption(
        new Option("--mode <mode>", "Which of the sandbox's; both where not given.").choices([
          "test",
          "live",
        ]),
      )
      .option("--account <id>", "Which of the sandbox's accounts; the first where not given.");
    declareGateway(command);
  },
  async run(invocation) {
    const { runLedgerDiff } = await import("../ledger/run-ledger-diff.js");
    return runLedgerDiff(invocation);
  },
});

export const ledgerCommand: CommandDefinition = {
  usage: "ledger",
  summary: "Hold the merchant's books against the gateway's",
  commands: [diffCommand],
};
