import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { challengePath, resultPath } from "../gateway/page-paths.js";
import { plainPage } from "./result-page.js";
import { returnAddress } from "./return-address.js";

type Answer = Response | Promise<Response>;

/** A customer in front of a page: his transaction, and the answers that are the same on every page. */
export interface CashierContext {
  readonly record: TransactionRecord;
  readonly merchantName: string;
  /** The provider of an address, if this transaction may use it: a direct one has no choice. */
  provider(providerId: string): Provider | undefined;
  /** Sends the customer on: to his bank, back to the merchant, or to the result if there is no way back. */
  sendBack(record: TransactionRecord): Answer;
  notFound(): Answer;
}

/** Finds the transaction of a page's address, or the answer for an address of none. */
export function createCashierContext(
  c: Context<AppEnv>,
  { store }: GatewayContext,
): CashierContext | { answer: Answer } {
  const notFound = (): Answer =>
    c.html(plainPage("Nothing here", "This address leads to no payment."), 404);
  const record = store.transactions.byPageToken(c.req.param("token") ?? "");
  if (record === undefined) return { answer: notFound() };
  return {
    record,
    merchantName: store.accounts.byId(record.accountId)?.merchantName ?? "",
    provider(providerId) {
      if (record.flow === "direct" && record.providerId !== providerId) return undefined;
      const found = store.providers.find(providerId, record);
      return "provider" in found ? found.provider : undefined;
    },
    sendBack(now) {
      if (now.stage === "challenge") return c.redirect(challengePath(now), 303);
      return c.redirect(returnAddress(now) ?? resultPath(now), 303);
    },
    notFound,
  };
}
