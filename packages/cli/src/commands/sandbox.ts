import { defineCommand } from "../command/command.js";
import { declareContract } from "../gateway/contract-option.js";
import { declareBehaviours } from "../sandbox/behaviour-options.js";
import { declareTls } from "../sandbox/tls-options.js";
import { declareWebhooks } from "../sandbox/webhook-options.js";
import { toPort, toWebUrl } from "../options/option-values.js";
import type { SandboxCommandOptions } from "../sandbox/run-sandbox.js";

export const sandboxCommand = defineCommand<SandboxCommandOptions>({
  usage: "sandbox",
  summary: "Start a local gateway: API, cashier, portal and webhooks",
  docs: "run-a-local-gateway",
  notes: [
    "The keys are derived from the seed and are not secret. Without --seed they are always the same. With --contract, the " +
      "sandbox behaves as that override describes. Press Ctrl-C to stop.",
    "--chaos injects faults with their probabilities, such as duplicate=0.2,reorder=0.1,loseResponse=0.05. --save-plan saves " +
      "the injected faults, and --replay injects them again.",
    "With --tls the sandbox uses HTTPS, like the gateway. Set NODE_EXTRA_CA_CERTS of your server to the CA file that it " +
      "prints.",
  ],
  examples: [
    "numipay sandbox --webhook-url http://localhost:3000/webhooks/numipay",
    "numipay sandbox --file sandbox.db --port 4010",
    "numipay sandbox --tls ./certificates --contract override.json",
    "numipay sandbox --retry-interval 1m --retry-attempts 3 --pending-webhook on-open",
    "numipay sandbox --used-tracking-id creates-second --status-lag 30s",
    "numipay sandbox --chaos duplicate=0.2,reorder=0.2,seed=friday --save-plan friday.json",
  ],
  declare: (command) => {
    command
      .option("--port <port>", "Port to listen on, 0 for any free one.", toPort, 4010)
      .option("--host <address>", "Address to listen on.", "127.0.0.1")
      .option("--allow-remote", "Allow access from other machines. The keys are not secret.")
      .option("--file <file>", "Store all data in this file, and continue from it.")
      .option("--webhook-url <url>", "URL to send webhooks to.", toWebUrl)
      .option("--merchant-name <name>", "Name of the merchant, shown in cashier and portal.")
      .option("--seed <text>", "Seed of ids and keys.")
      .option("--real-time", "Run the clock in real time (default).", true)
      .option("--no-real-time", "Control the clock in the portal, starting at 2026-01-01.")
      .optionsGroup("Faults:")
      .option("--chaos <spec>", "Inject faults: fault=probability,… or a JSON file.")
      .option("--replay <file>", "Inject only the faults of a saved plan.")
      .option("--save-plan <file>", "Save the injected faults when the sandbox stops.");
    declareTls(command);
    declareWebhooks(command);
    declareBehaviours(command);
    declareContract(command.optionsGroup("Options:"));
  },
  async run(invocation) {
    // Loaded on demand, because the gateway and its database take most of the load time.
    const { runSandbox } = await import("../sandbox/run-sandbox.js");
    return runSandbox(invocation);
  },
});
