import { toPrintable } from "@numipay/core/protocol";
import { type CommandDefinition, defineCommand } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import {
  declareRequest,
  readJsonObject,
  readRequest,
  type RequestOptions,
} from "../gateway/payment-request.js";
import { longestUrl, printResult } from "../command/print-result.js";

type PaymentOptions = GatewayOptions & RequestOptions;

const hostedCommand = defineCommand<PaymentOptions>({
  usage: "hosted",
  summary: "Open the hosted cashier, and print the page to send the customer to",
  examples: [
    "numipay payments hosted --tracking-id order-1 --user-id u-7 --currency EUR --amount 200.00",
    "numipay payments hosted --request order.json --json",
  ],
  declare: (command) => void declareGateway(declareRequest(command)),
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const request = await readRequest(terminal, options);
    const answer = await numipay.payments.hostedCheckout(request, { signal: terminal.signal });
    await printResult(invocation, answer, toPrintable(answer.url, longestUrl));
    return exitCodes.ok;
  },
});

const directCommand = defineCommand<PaymentOptions & { readonly providerId?: string }>({
  usage: "direct",
  summary: "Open one provider's page, and print it",
  examples: [
    "numipay payments direct --provider-id northbank --tracking-id order-2 --user-id u-7 --currency EUR --amount 5.00",
  ],
  declare: (command) => {
    declareRequest(command).option("--provider-id <id>", "From the portal, Settings > Providers.");
    declareGateway(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const given = await readRequest(terminal, options);
    const { providerId } = options;
    const provider = providerId === undefined ? {} : { provider_id: providerId };
    // The client names provider_id where neither the option nor the file gives it.
    const request = { ...given, ...provider } as typeof given & { provider_id: string };
    const answer = await numipay.payments.direct(request, { signal: terminal.signal });
    await printResult(invocation, answer, toPrintable(answer.url, longestUrl));
    return exitCodes.ok;
  },
});

interface CardFields {
  card_number: string;
  card_holder: string;
  expiry_month: string;
  expiry_year: string;
  cvv: string;
}

const serverToServerCommand = defineCommand<PaymentOptions & { readonly cardFile?: string }>({
  usage: "server-to-server",
  summary: "Charge a card of your own form (PCI certified merchants)",
  notes:
    "The card's file is a JSON object with card_number, card_holder, expiry_month,\n" +
    "expiry_year and cvv, all texts. It is read from standard input if no file is\n" +
    "named, so that no card has to be written to a disk. Ends with 1 when the charge\n" +
    "is rejected. A url in the response is where the customer must go for 3DS.",
  examples: [
    "numipay payments server-to-server --request order.json --card-file - --json < card.json",
  ],
  declare: (command) => {
    declareRequest(command).option("--card-file <file>", "The card as JSON, - is stdin.");
    declareGateway(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const { cardFile = "-" } = options;
    const numipay = await connectGateway(terminal, options);
    const card = await readJsonObject(terminal, cardFile, "--card-file");
    for (const secret of [card["card_number"], card["cvv"]]) {
      if (typeof secret === "string") terminal.hide(secret);
    }
    const given = { ...(await readRequest(terminal, options)), ...card };
    // The client checks each field of the card, and never repeats one.
    const charge = given as typeof given & CardFields;
    const answer = await numipay.payments.serverToServer(charge, { signal: terminal.signal });
    const { transaction_status, url, error } = answer;
    const lines = [
      transaction_status,
      ...(url ? [`send the customer to ${url}`] : []),
      ...(error === undefined ? [] : [`error: ${JSON.stringify(error)}`]),
    ].map((line) => toPrintable(line, longestUrl));
    await printResult(invocation, answer, lines.join("\n"));
    return transaction_status === "rejected" ? exitCodes.wrong : exitCodes.ok;
  },
});

export const paymentsCommand: CommandDefinition = {
  usage: "payments",
  summary: "Take money: hosted cashier, one provider, a card",
  commands: [hostedCommand, directCommand, serverToServerCommand],
};
