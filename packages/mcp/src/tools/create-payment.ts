import { Numipay } from "@numipay/core";
import { z } from "zod";
import { requireSandbox } from "../sandbox/require-sandbox.js";
import { ToolError } from "../tool/tool-error.js";
import { defineTool } from "../tool/tool.js";
import { id } from "./fields.js";

const timeoutMs = 10_000;

/** A deposit in the sandbox. */
export const createPayment = defineTool({
  name: "create_payment",
  title: "Create payment",
  description:
    "Creates a deposit in the sandbox and returns the URL of the customer's page. No real money moves. Without provider_id " +
    "it is a hosted checkout. It stays pending until the customer pays, or until set_transaction_status.",
  isWrite: true,
  input: z.strictObject({
    tracking_id: id.describe("Your own id of the payment. Use each only once."),
    user_id: id.describe("Your own id of the customer."),
    currency: z.string().max(10).describe("ISO 4217, such as EUR."),
    amount: z.string().max(40).describe('A decimal string, such as "200.00".'),
    provider_id: id
      .optional()
      .describe("For a payment without cashier: northbank, cardo or pursa."),
  }),
  async run({ provider_id: providerId, ...request }, { sandbox, env, signal }) {
    const apiKey = env["NUMIPAY_API_KEY"] ?? "";
    if (apiKey === "") {
      throw new ToolError(
        "NUMIPAY_API_KEY is missing. Set it in the environment of this MCP server to the DEV key that the sandbox printed.",
      );
    }
    await requireSandbox(sandbox, signal);
    const contract = env["NUMIPAY_CONTRACT"] ?? "";
    const { payments } = new Numipay({
      apiKey,
      baseUrl: sandbox.origin,
      timeoutMs,
      ...(contract !== "" && { contract }),
    });
    const { url } =
      providerId === undefined
        ? await payments.hostedCheckout(request, { signal })
        : await payments.direct({ ...request, provider_id: providerId }, { signal });
    return { url, tracking_id: request.tracking_id };
  },
});
