import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Contract } from "@numipay/core/protocol";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import type { Account } from "../../storage/accounts.js";
import { confirmButton } from "../parts/confirm-button.js";
import { scheduleText } from "../parts/instant.js";
import { secret } from "../parts/secret.js";
import type { PageContext } from "../page-context.js";

/** The content of the section. */
export interface PasswordContent {
  readonly page: PageContext;
  readonly account: Account;
  /** Webhooks with attempts left, counted up to 100. */
  readonly onTheirWay: number;
  readonly contract: Contract;
  readonly retries: RetrySchedule;
}

/** The signature password, the previous one, and the way to rotate it. */
export function passwordSection(content: PasswordContent): Markup {
  const { page, account, onTheirWay, contract, retries } = content;
  const { signaturePassword, previousSignaturePassword } = account;
  return html`<section class="sheet padded" aria-labelledby="password-title">
    <h2 id="password-title">Signature password</h2>
    <p class="hint">
      Each webhook's <code>${contract.headers.signature}</code> is the upper-case SHA-1 of its
      payload followed by this password.
    </p>
    <div id="password-now" data-live>
      ${secret(signaturePassword, "the signature password", "signature-password")}
      ${
        previousSignaturePassword === null
          ? ""
          : html`<p class="hint">Previous password, no longer used:</p>
              ${secret(previousSignaturePassword, "the previous password", "previous-password")}`
      }
      ${confirmButton({
        id: "rotate-password",
        label: "Rotate",
        subject: "the signature password",
        explanation: html`From the next attempt on, every webhook is signed with the new password,
          ${deliveriesText(onTheirWay)}. A receiver that only knows the old one rejects them, and
          they are retried ${scheduleText(retries)}. Until all your servers have the new one,
          configure both: <code>signaturePassword: [new, old]</code>.`,
        action: page.href("credentials/rotate"),
        button: "Rotate now",
      })}
    </div>
  </section>`;
}

function deliveriesText(onTheirWay: number): string {
  if (onTheirWay === 0) return "none of which is pending at the moment";
  return onTheirWay === 1
    ? "including the one that is pending"
    : `including ${onTheirWay < 100 ? "the" : "at least"} ${onTheirWay} that are pending`;
}
