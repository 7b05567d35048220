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
import { maxUrlLength, printResponse } from "../command/print-result.js";
import { paragraph } from "../text/prose.js";

type PaymentOptions = GatewayOptions & RequestOptions;

const hostedCommand = defineCommand<PaymentOptions>({
  usage: "hosted",
  summary: "Create a hosted checkout, and print the URL to send the customer to",
  examples: [
    "numipay payments hosted --tracking-id order-1 --user-id u-7 --currency EUR --amount 200.00",
    "numipay payments hosted --request order.json --json",
  ],
  declare: (command) => void declareGateway(declareRequest(command)),
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const request = await readRequest(terminal, options);
    const response = await numipay.payments.hostedCheckout(request, { signal: terminal.signal });
    await printResponse(invocation, response, toPrintable(response.url, maxUrlLength));
    return exitCodes.ok;
  },
});

const directCommand = defineCommand<PaymentOptions & { readonly providerId?: string }>({
  usage: "direct",
  summary: "Create a payment with one provider, and print the URL to send the customer to",
  examples: [
    "numipay payments direct --provider-id northbank --tracking-id order-2 --user-id u-7 --currency EUR --amount 5.00",
  ],
  declare: (command) => {
    declareRequest(command).option(
      "--provider-id <id>",
      "Provider id from the portal, Settings > Providers.",
    );
    declareGateway(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const numipay = await connectGateway(terminal, options);
    const given = await readRequest(terminal, options);
    const { providerId } = options;
    const provider = providerId === undefined ? {} : { provider_id: providerId };
    // The client reports a missing provider_id.
    const request = { ...given, ...provider } as typeof given & { provider_id: string };
    const response = await numipay.payments.direct(request, { signal: terminal.signal });
    await printResponse(invocation, response, toPrintable(response.url, maxUrlLength));
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
  summary: "Charge a card from your own form (PCI-certified merchants)",
  notes: [
    "The card file is a JSON object with the strings card_number, card_holder, expiry_month, expiry_year and cvv. It is read " +
      "from standard input by default, so that card data need not be written to disk.",
    "Exits with 1 if the charge is rejected. If the response has a URL, send the customer there for 3DS.",
  ],
  examples: [
    "numipay payments server-to-server --request order.json --card-file - --json < card.json",
  ],
  declare: (command) => {
    declareRequest(command).option(
      "--card-file <file>",
      "JSON file with the card (default: -, for stdin).",
    );
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
    // The client validates the card fields, and never prints them.
    const charge = given as typeof given & CardFields;
    const response = await numipay.payments.serverToServer(charge, { signal: terminal.signal });
    const { transaction_status, url, error } = response;
    const lines = [
      transaction_status,
      ...(url ? [`Send the customer to ${url}`] : []),
      ...(error === undefined ? [] : [`Error: ${JSON.stringify(error)}`]),
    ].map((line) => paragraph(toPrintable(line, maxUrlLength)));
    await printResponse(invocation, response, lines);
    return transaction_status === "rejected" ? exitCodes.wrong : exitCodes.ok;
  },
});

export const paymentsCommand: CommandDefinition = {
  usage: "payments",
  docs: "call-the-gateway",
  summary: "Create payments: hosted checkout, one provider or a card",
  commands: [hostedCommand, directCommand, serverToServerCommand],
};
