import { type CommandDefinition, defineCommand } from "../command.js";
import type { ContractDiffOptions } from "../contract/run-contract-diff.js";
import { toPairs } from "../option-values.js";

const diffCommand = defineCommand<ContractDiffOptions>({
  usage: "diff <official>",
  summary: "Show what the gateway's own OpenAPI file says otherwise than the library assumes",
  notes:
    "YAML or JSON, OpenAPI 3. Each difference says whether the library had it from the documentation or assumed it, and\n" +
    "which option takes care of it. Ends with 1 when there is one.",
  examples: [
    "numipay contract diff official.yaml",
    'numipay contract diff official.json --map hostedCheckout="POST /v2/cashier" --breaking --json',
  ],
  declare: (command) => {
    command
      .option("--map <operation=call>", "Which call is which; may stand several times.", toPairs)
      .option("--breaking", "Only what makes calls fail or mean something else.");
  },
  async run(invocation) {
    // Loaded when it is wanted: a reader of YAML takes longer to load than most commands take to run.
    const { runContractDiff } = await import("../contract/run-contract-diff.js");
    return runContractDiff(invocation);
  },
});

export const contractCommand: CommandDefinition = {
  usage: "contract",
  summary: "Hold what the library assumes against the gateway's own OpenAPI file",
  commands: [diffCommand],
};
