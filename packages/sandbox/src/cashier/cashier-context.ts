import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { challengePath, resultPath } from "../gateway/page-paths.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { noticePage } from "./notice-page.js";
import type { Order } from "./page.js";
import { returnAddress } from "./return-address.js";

/** The response of a page. */
export type PageResponse = Response | Promise<Response>;

/** The transaction that a customer's page is about, and the responses that all pages share. */
export interface CashierContext extends Order {
  /** Finds a provider by the id in the URL, if this transaction may use it. A direct payment has only one. */
  provider(providerId: string): Provider | undefined;
  /** Redirects the customer to the bank's page, back to the merchant, or to the result if there is no return URL. */
  sendBack(record: TransactionRecord): PageResponse;
  notFound(): PageResponse;
}

/** Finds the transaction of a page, or returns the 404 for an unknown token. */
export function createCashierContext(
  c: Context<AppEnv>,
  context: GatewayContext,
): CashierContext | { response: PageResponse } {
  const order = findOrder(c, context);
  if (order === undefined) return { response: pageNotFound(c, undefined) };
  const { record } = order;
  return {
    ...order,
    provider(providerId) {
      if (record.flow === "direct" && record.providerId !== providerId) return undefined;
      const found = context.store.providers.find(providerId, record);
      return "provider" in found ? found.provider : undefined;
    },
    sendBack(updated) {
      if (updated.stage === "challenge") return c.redirect(challengePath(updated), 303);
      return c.redirect(returnAddress(updated) ?? resultPath(updated), 303);
    },
    notFound: () => pageNotFound(c, order),
  };
}

/** The order that the token in the URL belongs to, on any page below the cashier's paths. */
export function findOrder(c: Context<AppEnv>, { store }: GatewayContext): Order | undefined {
  const record = store.transactions.byPageToken(c.req.path.split("/")[2] ?? "");
  if (record === undefined) return undefined;
  return { record, merchantName: store.accounts.byId(record.accountId)?.merchantName ?? "" };
}

/** The 404 page. */
export function pageNotFound(c: Context<AppEnv>, order: Order | undefined): PageResponse {
  const notice =
    order === undefined
      ? {
          text: "There is no payment at this address.",
          advice:
            "Check the address. A sandbox in memory loses its payments when it stops: start again at the shop.",
        }
      : {
          text: "This payment has no such page, or the payment method is not available.",
          advice: "Continue on the payment's own page.",
        };
  return c.html(noticePage({ title: "Page not found", ...notice }, order), 404);
}
