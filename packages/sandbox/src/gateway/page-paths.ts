import type { TransactionRecord } from "./transaction-record.js";

type Paged = Pick<TransactionRecord, "pageToken">;

/** The page that lists the providers. */
export function cashierPath({ pageToken }: Paged): string {
  return `/cashier/${pageToken}`;
}

/** The page of one provider. */
export function providerPath({ pageToken }: Paged, providerId: string): string {
  return `/cashier/${pageToken}/${encodeURIComponent(providerId)}`;
}

/** The page on which the card's bank asks for the 3DS password. */
export function challengePath({ pageToken }: Paged): string {
  return `/challenge/${pageToken}`;
}

/** The page with the transaction's result. */
export function resultPath({ pageToken }: Paged): string {
  return `/result/${pageToken}`;
}
