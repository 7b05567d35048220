import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Markup } from "../cashier/page.js";
import type { Mode } from "../gateway/transaction-record.js";
import type { Account } from "../storage/accounts.js";

/** The content of a page inside the layout. */
export interface PortalContent {
  /** The title of this view. The layout adds SANDBOX and the page's name. */
  readonly title: string;
  /**
   * The tables that this view shows, or "clock" for the virtual time. When one of them changes, an open page fetches itself
   * again and updates its `data-live` elements. Each needs an id, and may have one list, whose rows have a `data-key`: new
   * rows wait while the list is in use. With a plural as its value, such as "transactions", they are announced.
   */
  readonly watches: readonly string[];
  readonly content: Markup;
  /** The HTTP status. Defaults to 200. */
  readonly status?: ContentfulStatusCode;
}

/** One request to the portal. */
export interface PageContext {
  /** The account in the URL, or else the first. */
  readonly account: Account;
  readonly accounts: readonly Account[];
  /** Undefined for test and live together. */
  readonly mode: Mode | undefined;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: number;
  /**
   * A URL in the portal that keeps account and mode, such as `href("transactions", { status: "pending" })`. From a list to
   * one of its entries, and among the pages and forms of that entry, it also keeps the list's filter for `listHref`.
   */
  href(path: string, query?: Readonly<Record<string, string | undefined>>): string;
  /** The URL of the list that led to this page, with its filter. */
  listHref(path: string): string;
  /** Responds with a page. */
  show(content: PortalContent): Response | Promise<Response>;
  /** Responds to a form: redirects to a page, which shows the notice once. */
  goTo(path: string, notice?: string): Response;
}
