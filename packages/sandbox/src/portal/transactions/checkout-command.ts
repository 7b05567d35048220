import type { Contract } from "@numipay/core/protocol";

/** Values of the command. */
interface CheckoutCommand {
  readonly origin: string;
  readonly apiKey: string;
  /** The number of the order, because a tracking id can only be used once. Defaults to 1. */
  readonly order?: number;
}

/** A curl command that opens a hosted checkout, with the names of the contract. */
export function checkoutCommand(
  contract: Contract,
  { origin, apiKey, order = 1 }: CheckoutCommand,
): string {
  const { method, path } = contract.operations.hostedCheckout;
  return [
    `curl -s ${method === "POST" ? "" : `-X ${method} `}${origin}${contract.basePath}${path} \\`,
    `  -H '${contract.headers.apiKey}: ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(exampleBody(contract, order))}'`,
  ].join("\n");
}

/** The tracking id of the command's payment. */
export function exampleTrackingId({ operations }: Contract, order: number): string {
  return operations.hostedCheckout.fields.get("tracking_id")?.type === "number"
    ? String(order)
    : `order-${order}`;
}

function exampleBody(contract: Contract, order: number): object {
  const { fields, envelope } = contract.operations.hostedCheckout;
  const example = {
    tracking_id: exampleTrackingId(contract, order),
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
  } as const;
  const numbers: Readonly<Record<string, number>> = { tracking_id: order, amount: 200 };
  const body = Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const field = fields.get(name);
      return [field?.name ?? name, field?.type === "number" ? (numbers[name] ?? 1) : value];
    }),
  );
  return envelope === null ? body : { [envelope]: body };
}
