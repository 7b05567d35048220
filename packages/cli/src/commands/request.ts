import { escapeControls } from "@numipay/core/protocol";
import { defineCommand } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { readFields } from "../gateway/operation-fields.js";
import { requireAdded } from "../gateway/require-added.js";
import { toPairs } from "../options/option-values.js";
import { printResponse } from "../command/print-result.js";

interface RequestCommandOptions extends GatewayOptions {
  readonly field?: Record<string, string>;
  readonly request?: string;
}

export const requestCommand = defineCommand<RequestCommandOptions>({
  usage: "request <operation>",
  summary: "Call an operation that the contract override adds",
  docs: "custom-operations",
  notes: [
    "Describe the operation under operations in the --contract file. A call that moves money is sent at most once. If its " +
      "outcome is unknown, the command exits with 3. The library cannot look up the outcome, so check it in the portal " +
      "before you call again. Card fields are only accepted in the --request file.",
  ],
  examples: [
    "numipay request refund --field refund_id=r-1 --field amount=5.00 --contract override.json",
    "numipay request refund --request refund.json --contract override.json --json",
  ],
  declare: (command) => {
    command
      .option("--field <name=value>", "Field of the request. Can be repeated.", toPairs)
      .option("--request <file>", "JSON file with the fields, - for stdin. --field overrides it.");
    declareGateway(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const contract = readContract(terminal, options);
    const operation = requireAdded(contract, args[0] ?? "");
    const numipay = await connectGateway(terminal, options);
    const fields = await readFields(terminal, operation, options);
    const response = await numipay.request(operation.id, fields, { signal: terminal.signal });
    const text = response === undefined ? "Done." : JSON.stringify(response, null, 2);
    await printResponse(invocation, response ?? {}, escapeControls(text));
    return exitCodes.ok;
  },
});
