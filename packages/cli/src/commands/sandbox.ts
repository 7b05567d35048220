import { defineCommand } from "../command/command.js";
import { declareContract } from "../gateway/contract-option.js";
import { declareTls } from "../sandbox/tls-options.js";
import { declareWebhooks } from "../sandbox/webhook-options.js";
import { toPort, toWebUrl } from "../options/option-values.js";
import type { SandboxCommandOptions } from "../sandbox/run-sandbox.js";

export const sandboxCommand = defineCommand<SandboxCommandOptions>({
  usage: "sandbox",
  summary: "Start a whole local Numipay: API, cashier, portal, signed webhooks and their retries",
  notes:
    "Its keys are derived from the seed and are no secrets; without --seed they are\n" +
    "the same each time. Chaos is a list of faults with their probabilities, such as\n" +
    "duplicate=0.2,reorder=0.1,loseResponse=0.05, or a JSON file; --save-plan writes\n" +
    "down the faults that were played, and --replay plays them again. With --contract\n" +
    "it behaves as that override says. With --tls it speaks HTTPS, as the gateway\n" +
    "does; give the CA's file that it prints to your server as NODE_EXTRA_CA_CERTS.\n" +
    "Ctrl-C ends it.",
  examples: [
    "numipay sandbox --webhook-url http://localhost:3000/webhooks/numipay",
    "numipay sandbox --file sandbox.db --port 4010",
    "numipay sandbox --tls ./certificates --contract override.json",
    "numipay sandbox --retry-interval 1m --retry-attempts 3 --pending-webhook on-open",
    "numipay sandbox --chaos duplicate=0.2,reorder=0.2,seed=friday --save-plan friday.json",
  ],
  declare: (command) => {
    command
      .option("--port <port>", "The port, 0 for any free one.", toPort, 4010)
      .option("--host <address>", "The address to listen on.", "127.0.0.1")
      .option("--allow-remote", "Let other machines in. The keys are no secrets.")
      .option("--file <file>", "Keep everything in this file, and go on from it.")
      .option("--webhook-url <url>", "Where webhooks go.", toWebUrl)
      .option("--seed <text>", "Ids and keys are drawn from it.")
      .option("--real-time", "Let its clock follow the real one.", true)
      .option("--no-real-time", "Leave its clock to the portal; a new one begins at 2026-01-01.")
      .option("--chaos <spec>", "Go wrong on purpose: fault=probability,… or a JSON file.")
      .option("--replay <file>", "Play the faults of a plan again, and no other.")
      .option("--save-plan <file>", "Write down at the end which faults were played.");
    declareTls(command);
    declareWebhooks(command);
    declareContract(command);
  },
  async run(invocation) {
    // Loaded when it is wanted: a gateway and its database are most of what there is to load.
    const { runSandbox } = await import("../sandbox/run-sandbox.js");
    return runSandbox(invocation);
  },
});
