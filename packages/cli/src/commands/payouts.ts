import { toPrintable } from "@numipay/core/protocol";
import type { PayoutName } from "@numipay/core";
import type { Command } from "commander";
import { type CommandDefinition, defineCommand, type Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { declareRequest, readRequest, type RequestOptions } from "../gateway/payment-request.js";
import { longestUrl, printResult } from "../command/print-result.js";

const requestCommand = defineCommand<GatewayOptions & RequestOptions>({
  usage: "request",
  summary: "Open the cashier for a withdrawal, and print the page to send the customer to",
  examples: [
    "numipay payouts request --tracking-id payout-1 --user-id u-7 --currency EUR --amount 20.00",
  ],
  declare: (command) => void declareGateway(declareRequest(command)),
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const request = await readRequest(terminal, options);
    const answer = await numipay.payouts.request(request, { signal: terminal.signal });
    await printResult(invocation, answer, toPrintable(answer.url, longestUrl));
    return exitCodes.ok;
  },
});

interface DecisionOptions extends GatewayOptions {
  readonly trackingId?: string;
  readonly transactionId?: string;
}

const approveCommand = defineCommand<DecisionOptions>({
  usage: "approve",
  summary: "Approve a payout that waits for it: money leaves",
  notes: "The gateway documents this call to take YOUR id, --tracking-id.",
  examples: ["numipay payouts approve --tracking-id payout-1"],
  declare: declareDecision,
  async run(invocation) {
    const { options, terminal } = invocation;
    const payout = toPayoutName(invocation, "--tracking-id");
    const numipay = await connectGateway(terminal, options);
    const answer = await numipay.payouts.approve(payout, { signal: terminal.signal });
    await printResult(invocation, answer, toPrintable(answer.transaction_status));
    return exitCodes.ok;
  },
});

const rejectCommand = defineCommand<DecisionOptions>({
  usage: "reject",
  summary: "Reject a payout that waits for a decision",
  notes:
    "The gateway documents this call to take ITS OWN id, --transaction-id. Give both\n" +
    "if you have them: an unclear outcome is looked up by --tracking-id.",
  examples: ["numipay payouts reject --transaction-id 6f1c… --tracking-id payout-1"],
  declare: declareDecision,
  async run(invocation) {
    const { options, terminal } = invocation;
    const payout = toPayoutName(invocation, "--transaction-id");
    const numipay = await connectGateway(terminal, options);
    const answer = await numipay.payouts.reject(payout, { signal: terminal.signal });
    await printResult(invocation, answer, "rejected");
    return exitCodes.ok;
  },
});

function declareDecision(command: Command): void {
  command
    .option("--tracking-id <id>", "Your own id of the payout.")
    .option("--transaction-id <id>", "The gateway's id of it, from the webhook.");
  declareGateway(command);
}

function toPayoutName({ options }: Invocation<DecisionOptions>, documented: string): PayoutName {
  const { trackingId: tracking_id, transactionId: transaction_id } = options;
  if (transaction_id !== undefined) {
    return { transaction_id, ...(tracking_id === undefined ? {} : { tracking_id }) };
  }
  if (tracking_id === undefined) throw usageFault(`Name the payout: ${documented}.`);
  return { tracking_id };
}

export const payoutsCommand: CommandDefinition = {
  usage: "payouts",
  summary: "Pay out: ask for one, approve it, reject it",
  commands: [requestCommand, approveCommand, rejectCommand],
};
