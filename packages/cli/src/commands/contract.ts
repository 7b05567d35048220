import { type CommandDefinition, defineCommand } from "../command/command.js";
import type { ContractDiffOptions } from "../contract/run-contract-diff.js";
import { declareContract } from "../gateway/contract-option.js";
import { toPairs } from "../options/option-values.js";

const diffCommand = defineCommand<ContractDiffOptions>({
  usage: "diff <official>",
  summary: "Show how the gateway's own OpenAPI file differs, and write a contract override",
  notes:
    "YAML or JSON, OpenAPI 3. Each difference says whether the library had it from the\n" +
    "documentation or assumed it, and which option of the contract override takes\n" +
    "care of it. --write writes them all: a .json file for every --contract, or a .ts\n" +
    "file that types your program too. --contract compares with an override applied;\n" +
    "with --write it is completed.\n" +
    "Ends with 1 when there is a difference; with --write only when there is one that\n" +
    "breaks calls and that no override can express. Those are listed.",
  examples: [
    "numipay contract diff official.yaml",
    "numipay contract diff official.yaml --write override.json",
    "numipay contract diff official.yaml --contract override.json --breaking",
    'numipay contract diff official.json --map hostedCheckout="POST /v2/cashier" --write contract.ts',
  ],
  declare: (command) => {
    command
      .option("--map <operation=call>", "Which call is which; can be given several times.", toPairs)
      .option("--breaking", "Only what makes calls fail or mean something else.")
      .option("--write <file>", "Write the override, .json or .ts.")
      .option("--force", "Replace the file if it is there.");
    declareContract(command);
  },
  async run(invocation) {
    // Loaded when it is wanted: a reader of YAML takes longer to load than most commands take to run.
    const { runContractDiff } = await import("../contract/run-contract-diff.js");
    return runContractDiff(invocation);
  },
});

export const contractCommand: CommandDefinition = {
  usage: "contract",
  summary: "Compare what the library assumes with the gateway's own OpenAPI file",
  commands: [diffCommand],
};
