import type { Markup } from "../cashier/page.js";
import type { Mode } from "../gateway/transaction-record.js";
import type { Account } from "../storage/accounts.js";

/** What a page puts into the frame. */
export interface PortalContent {
  /** Of this view; the frame adds SANDBOX and the page's name. */
  readonly title: string;
  /**
   * The tables whose changes this view shows, or "clock" for the virtual time: when one of them changes, an open page
   * fetches itself again and takes over its `data-live` elements (each needs an id).
   */
  readonly watches: readonly string[];
  readonly content: Markup;
  /** The HTTP status; 200 unless said otherwise. */
  readonly status?: 400 | 404 | 409 | 422;
}

/** One request to the portal. */
export interface PageContext {
  /** The account that the address names, or else the first. */
  readonly account: Account;
  readonly accounts: readonly Account[];
  /** Undefined: test and live together. */
  readonly mode: Mode | undefined;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: number;
  /** An address inside the portal that keeps account and mode, such as `href("transactions", { status: "pending" })`. */
  href(path: string, query?: Readonly<Record<string, string | undefined>>): string;
  /** Answers with a page. */
  show(content: PortalContent): Response | Promise<Response>;
  /** Answers a form: sends the browser to a page, which shows the notice once. */
  goTo(path: string, notice?: string): Response;
}
