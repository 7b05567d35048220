import { escapeControls } from "@numipay/core/protocol";
import { defineCommand } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { readFields } from "../gateway/operation-fields.js";
import { requireAdded } from "../gateway/require-added.js";
import { toPairs } from "../options/option-values.js";
import { printResult } from "../command/print-result.js";

interface RequestCommandOptions extends GatewayOptions {
  readonly field?: Record<string, string>;
  readonly request?: string;
}

export const requestCommand = defineCommand<RequestCommandOptions>({
  usage: "request <operation>",
  summary: "Call an operation that the contract override adds",
  notes:
    "The operation is described in the file of --contract, under operations. A call\n" +
    "that moves money is sent at most once. If its outcome is unknown, the command\n" +
    "ends with 3: the library cannot ask what became of it, so check it in the portal\n" +
    "before you call it again. Fields of a card are read from --request only.",
  examples: [
    "numipay request refund --field refund_id=r-1 --field amount=5.00 --contract override.json",
    "numipay request refund --request refund.json --contract override.json --json",
  ],
  declare: (command) => {
    command
      .option("--field <name=value>", "A field; can be given several times.", toPairs)
      .option("--request <file>", "The fields as a JSON object, - is stdin; --field goes first.");
    declareGateway(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const contract = readContract(terminal, options);
    const operation = requireAdded(contract, args[0] ?? "");
    const numipay = await connectGateway(terminal, options);
    const fields = await readFields(terminal, operation, options);
    const answer = await numipay.request(operation.id, fields, { signal: terminal.signal });
    const text = answer === undefined ? "done" : JSON.stringify(answer, null, 2);
    await printResult(invocation, answer ?? {}, escapeControls(text));
    return exitCodes.ok;
  },
});
