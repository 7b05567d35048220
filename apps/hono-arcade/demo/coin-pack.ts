/** What a player buys. */
export const coinPack = { coins: 10, amount: "4.99", currency: "EUR" } as const;

/** Formats cents for people, such as "€4.99". */
export function formatMoney(cents: number): string {
  const { currency } = coinPack;
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(cents / 100);
}

/** Parses an amount of the gateway, such as "4.99". */
export function toCents(amount: string): number {
  return Number(amount.replace(".", ""));
}
