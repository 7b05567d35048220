import { usageFault } from "../failure/command-failure.js";

/** A payment that the merchant expects. */
export interface Order {
  tracking_id: string;
  user_id: string;
  /** Decimal text. */
  amount: string;
  currency: string;
}

/** Makes the next order that may be paid. */
export type OrderSource = () => Promise<Order>;

/** How orders that the merchant prepared beforehand are named. */
export interface OrderTemplate {
  /** `{n}` becomes 1, 2, 3, …; `{run}` a word that no earlier run had. */
  trackingId: string;
  amount?: string | undefined;
  currency?: string | undefined;
  userId?: string | undefined;
}

/**
 * Orders named by a template, each once.
 *
 * @throws CommandFailure when they would all be the same
 */
export function ordersFromTemplate(template: OrderTemplate, run: string): OrderSource {
  const { trackingId, amount = "1.00", currency = "EUR", userId = "doctor" } = template;
  if (!trackingId.includes("{n}")) {
    throw usageFault(
      '--tracking-id must hold {n}, such as "order-{n}": each scene pays an order of its own.',
    );
  }
  let n = 0;
  return () => {
    n += 1;
    const id = trackingId.replaceAll("{n}", String(n)).replaceAll("{run}", run);
    return Promise.resolve(toOrder({ tracking_id: id, user_id: userId, amount, currency }));
  };
}

/**
 * An order read from what a program printed.
 *
 * @throws CommandFailure naming the field
 */
export function toOrder(value: unknown): Order {
  const read = (name: keyof Order, fallback?: string): string => {
    const given = (value as Partial<Record<string, unknown>> | null)?.[name] ?? fallback;
    if (typeof given === "string" && given !== "") return given;
    throw usageFault(
      `${name}: an order needs it as text, such as {"tracking_id":"…","amount":"12.90","currency":"EUR"}.`,
    );
  };
  const amount = read("amount");
  if (!/^\d+(?:\.\d+)?$/.test(amount) || !/[1-9]/.test(amount)) {
    throw usageFault("amount: give a decimal text above zero, such as 12.90.");
  }
  return {
    tracking_id: read("tracking_id"),
    user_id: read("user_id", "doctor"),
    amount,
    currency: read("currency"),
  };
}
