import { usageError } from "../failure/command-failure.js";

/** A payment that the merchant expects. */
export interface Order {
  tracking_id: string;
  user_id: string;
  /** Decimal string. */
  amount: string;
  currency: string;
}

/** Returns the next order that may be paid. */
export type OrderSource = () => Promise<Order>;

/** The tracking ids of orders that the merchant created beforehand. */
export interface OrderTemplate {
  /** `{n}` becomes 1, 2, 3, …; `{run}` is different in each run. */
  trackingId: string;
  amount?: string | undefined;
  currency?: string | undefined;
  userId?: string | undefined;
}

/**
 * Creates orders from a template, each with its own tracking id.
 *
 * @throws CommandFailure when the tracking ids would all be the same
 */
export function ordersFromTemplate(template: OrderTemplate, runId: string): OrderSource {
  const { trackingId, amount = "1.00", currency = "EUR", userId = "doctor" } = template;
  if (!trackingId.includes("{n}")) {
    throw usageError(
      '--tracking-id must contain {n}, such as "order-{n}", because each check pays its own order.',
    );
  }
  let n = 0;
  return () => {
    n += 1;
    const id = trackingId.replaceAll("{n}", String(n)).replaceAll("{run}", runId);
    return Promise.resolve(toOrder({ tracking_id: id, user_id: userId, amount, currency }));
  };
}

/**
 * Reads an order from the output of --order-command.
 *
 * @throws CommandFailure naming the field
 */
export function toOrder(value: unknown): Order {
  const read = (name: keyof Order, fallback?: string): string => {
    const given = (value as Partial<Record<string, unknown>> | null)?.[name] ?? fallback;
    if (typeof given === "string" && given !== "") return given;
    throw usageError(
      `The order of --order-command has no string in ${name}. Print an object such as {"tracking_id":"…","amount":"12.90","currency":"EUR"}.`,
    );
  };
  const amount = read("amount");
  if (!/^\d+(?:\.\d+)?$/.test(amount) || !/[1-9]/.test(amount)) {
    throw usageError(
      `The order amount ${JSON.stringify(amount)} is not valid. Write a decimal above zero, such as 12.90.`,
    );
  }
  return {
    tracking_id: read("tracking_id"),
    user_id: read("user_id", "doctor"),
    amount,
    currency: read("currency"),
  };
}
