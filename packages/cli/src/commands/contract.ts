import { Option } from "commander";
import { type CommandDefinition, defineCommand } from "../command/command.js";
import type { ContractDiffOptions } from "../contract/run-contract-diff.js";
import { declareGateway } from "../gateway/connect-gateway.js";
import { declareContract } from "../gateway/contract-option.js";
import { declareTimeZone } from "../gateway/read-days.js";
import { toPairs, toSeconds } from "../options/option-values.js";
import type { ProbeCommandOptions } from "../probe/run-probe.js";

const diffCommand = defineCommand<ContractDiffOptions>({
  usage: "diff <file>",
  summary: "Find the differences, and write a contract override",
  notes: [
    "Reads OpenAPI 3 as YAML or JSON, or a report of contract probe. Each difference shows whether the library's value is documented or assumed, and which " +
      "option of the contract override fixes it.",
    "--write writes an override with all of these options: a .json file for --contract, or a .ts file that also adds types " +
      "to your program. With --contract, the comparison starts from that override, and --write completes it.",
    "Exits with 1 if there is a difference. With --write, exits with 1 only if a difference breaks calls and no override can " +
      "express it. Those are listed. Exits with 3 if a probe could not determine a fact, and nothing differs.",
  ],
  examples: [
    "numipay contract diff official.yaml",
    "numipay contract diff official.yaml --write override.json",
    "numipay contract diff official.yaml --contract override.json --breaking",
    'numipay contract diff official.json --map hostedCheckout="POST /v2/cashier" --write contract.ts',
  ],
  declare: (command) => {
    command
      .option("--map <operation=call>", "Match an operation to a call. Can be repeated.", toPairs)
      .option("--breaking", "Show only differences that break calls.")
      .option("--write <file>", "Write the override to a .json or .ts file.")
      .option("--force", "Replace an existing file.");
    declareContract(command);
  },
  async run(invocation) {
    // Loaded on demand, because the YAML parser takes longer to load than most commands take to run.
    const { runContractDiff } = await import("../contract/run-contract-diff.js");
    return runContractDiff(invocation);
  },
});

const probeCommand = defineCommand<ProbeCommandOptions>({
  usage: "probe",
  summary: "Find out what the gateway really does, with a DEV key",
  docs: "probe-the-gateway",
  notes: [
    "Plays the facts of docs/gateway.md and reports which of them hold, differ, or could not be determined: paths, fields and " +
      "responses, unknown ids, used tracking ids, a status that lags, and the list. Without --run, it only prints the calls.",
    "Only for DEV keys: payments and payouts of at most 1.00 are opened, and no customer completes them. Neither a key nor the " +
      "gateway shows the mode of the key, so --run requires --dev-key. A key that names itself live is refused.",
    "The report contains an override for each difference that one can express. numipay contract diff shows a report and writes " +
      "its override.",
    "Exits with 1 if a fact differs, and with 3 if none does and one could not be determined.",
  ],
  examples: [
    "numipay contract probe",
    "numipay contract probe --run --dev-key --out probe.json",
    "numipay contract diff probe.json --write override.json",
  ],
  declare: (command) => {
    command
      .option("--run", "Send the calls. Defaults to a dry run.")
      .option("--dev-key", "Confirm that the API key is a DEV key. Required by --run.")
      .option("--out <file>", "Write the report to a JSON file.")
      .option("--force", "Replace an existing file.")
      .addOption(
        new Option("--status-wait <seconds>", "How long to wait for a status that is not found.")
          .argParser(toSeconds)
          .default(10_000, "10"),
      )
      .optionsGroup("Request fields:")
      .option("--currency <code>", "Currency of the payments.", "EUR")
      .option("--user-id <id>", "Your id of the customer.", "probe")
      .option("--provider-id <id>", "Also play direct integration with this provider.")
      .option("--card-file <file>", "Also charge the test card of this JSON file.");
    declareTimeZone(declareGateway(command));
  },
  async run(invocation) {
    const { runProbe } = await import("../probe/run-probe.js");
    return runProbe(invocation);
  },
});

export const contractCommand: CommandDefinition = {
  usage: "contract",
  docs: "compare-the-gateways-openapi-file",
  summary: "Compare the gateway, or its OpenAPI file, with the library",
  commands: [diffCommand, probeCommand],
};
