import { toPrintable } from "@numipay/core/protocol";
import type { PayoutName } from "@numipay/core";
import type { Command } from "commander";
import { type CommandDefinition, defineCommand, type Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { declareRequest, readRequest, type RequestOptions } from "../gateway/payment-request.js";
import { maxUrlLength, printResponse } from "../command/print-result.js";
import { warning } from "../text/messages.js";

const requestCommand = defineCommand<GatewayOptions & RequestOptions>({
  usage: "request",
  summary: "Create a payout, and print the URL to send the customer to",
  examples: [
    "numipay payouts request --tracking-id payout-1 --user-id u-7 --currency EUR --amount 20.00",
  ],
  declare: (command) => void declareGateway(declareRequest(command)),
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const request = await readRequest(terminal, options);
    const response = await numipay.payouts.request(request, { signal: terminal.signal });
    await printResponse(invocation, response, toPrintable(response.url, maxUrlLength));
    return exitCodes.ok;
  },
});

interface DecisionOptions extends GatewayOptions {
  readonly trackingId?: string;
  readonly transactionId?: string;
}

const approveCommand = defineCommand<DecisionOptions>({
  usage: "approve",
  summary: "Approve a pending payout, which sends the money",
  notes: ["The gateway documents this call with your own id, --tracking-id."],
  examples: ["numipay payouts approve --tracking-id payout-1"],
  declare: declareDecision,
  async run(invocation) {
    const { options, terminal } = invocation;
    const payout = toPayoutName(invocation, "--tracking-id", "--transaction-id");
    const numipay = await connectGateway(terminal, options);
    const response = await numipay.payouts.approve(payout, { signal: terminal.signal });
    await printResponse(invocation, response, toPrintable(response.transaction_status));
    return exitCodes.ok;
  },
});

const rejectCommand = defineCommand<DecisionOptions>({
  usage: "reject",
  summary: "Reject a pending payout",
  notes: [
    "The gateway documents this call with its id, --transaction-id. Pass both if you have them, because an unknown outcome is " +
      "looked up by --tracking-id.",
  ],
  examples: ["numipay payouts reject --transaction-id kyhspsyhj3osdw3 --tracking-id payout-1"],
  declare: declareDecision,
  async run(invocation) {
    const { options, terminal } = invocation;
    const payout = toPayoutName(invocation, "--transaction-id", "--tracking-id");
    const numipay = await connectGateway(terminal, options);
    const response = await numipay.payouts.reject(payout, { signal: terminal.signal });
    await printResponse(invocation, response, "rejected");
    return exitCodes.ok;
  },
});

function declareDecision(command: Command): void {
  command
    .option("--tracking-id <id>", "Your id of the payout.")
    .option("--transaction-id <id>", "The gateway's id of the payout, from the webhook.");
  declareGateway(command);
}

/** Returns the ids, and warns if only the one is given that the gateway does not document. */
function toPayoutName(
  { options, terminal }: Invocation<DecisionOptions>,
  documented: string,
  other: string,
): PayoutName {
  const { trackingId: tracking_id, transactionId: transaction_id } = options;
  const given = {
    ...(transaction_id !== undefined && { "--transaction-id": transaction_id }),
    ...(tracking_id !== undefined && { "--tracking-id": tracking_id }),
  };
  if (!(documented in given) && other in given) {
    terminal.note(
      warning(`The gateway documents this call with ${documented}. Sending ${other} instead.`),
    );
  }
  if (transaction_id !== undefined) {
    return { transaction_id, ...(tracking_id === undefined ? {} : { tracking_id }) };
  }
  if (tracking_id === undefined) throw usageError(`The payout id is missing. Pass ${documented}.`);
  return { tracking_id };
}

export const payoutsCommand: CommandDefinition = {
  usage: "payouts",
  docs: "call-the-gateway",
  summary: "Create, approve and reject payouts",
  commands: [requestCommand, approveCommand, rejectCommand],
};
