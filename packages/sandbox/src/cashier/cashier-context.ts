import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { challengePath, resultPath } from "../gateway/page-paths.js";
import { plainPage } from "./result-page.js";
import { returnAddress } from "./return-address.js";

/** The response of a page. */
export type PageResponse = Response | Promise<Response>;

/** The transaction that a customer's page is about, and the responses that all pages share. */
export interface CashierContext {
  readonly record: TransactionRecord;
  readonly merchantName: string;
  /** Finds a provider by the id in the URL, if this transaction may use it. A direct payment has only one. */
  provider(providerId: string): Provider | undefined;
  /** Redirects the customer to the bank's page, back to the merchant, or to the result if there is no return URL. */
  sendBack(record: TransactionRecord): PageResponse;
  notFound(): PageResponse;
}

/** Finds the transaction of a page, or returns the 404 for an unknown token. */
export function createCashierContext(
  c: Context<AppEnv>,
  { store }: GatewayContext,
): CashierContext | { response: PageResponse } {
  const notFound = (): PageResponse =>
    c.html(plainPage("Page not found", "There is no payment at this address."), 404);
  const record = store.transactions.byPageToken(c.req.param("token") ?? "");
  if (record === undefined) return { response: notFound() };
  return {
    record,
    merchantName: store.accounts.byId(record.accountId)?.merchantName ?? "",
    provider(providerId) {
      if (record.flow === "direct" && record.providerId !== providerId) return undefined;
      const found = store.providers.find(providerId, record);
      return "provider" in found ? found.provider : undefined;
    },
    sendBack(updated) {
      if (updated.stage === "challenge") return c.redirect(challengePath(updated), 303);
      return c.redirect(returnAddress(updated) ?? resultPath(updated), 303);
    },
    notFound,
  };
}
