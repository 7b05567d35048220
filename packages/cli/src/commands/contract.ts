import { type CommandDefinition, defineCommand } from "../command/command.js";
import type { ContractDiffOptions } from "../contract/run-contract-diff.js";
import { declareContract } from "../gateway/contract-option.js";
import { toPairs } from "../options/option-values.js";

const diffCommand = defineCommand<ContractDiffOptions>({
  usage: "diff <file>",
  summary: "Find the differences, and write a contract override",
  notes: [
    "Reads OpenAPI 3 as YAML or JSON. Each difference shows whether the library's value is documented or assumed, and which " +
      "option of the contract override fixes it.",
    "--write writes an override with all of these options: a .json file for --contract, or a .ts file that also adds types " +
      "to your program. With --contract, the comparison starts from that override, and --write completes it.",
    "Exits with 1 if there is a difference. With --write, exits with 1 only if a difference breaks calls and no override can " +
      "express it. Those are listed.",
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

export const contractCommand: CommandDefinition = {
  usage: "contract",
  docs: "compare-the-gateways-openapi-file",
  summary: "Compare the gateway's OpenAPI file with the library",
  commands: [diffCommand],
};
