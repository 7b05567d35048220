import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Contract } from "@numipay/core/protocol";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import type { Account } from "../../storage/accounts.js";
import { askFirst } from "../parts/ask-first.js";
import { scheduleText } from "../parts/instant.js";
import { secret } from "../parts/secret.js";
import type { PageContext } from "../page-context.js";

/** What the section shows. */
export interface PasswordContent {
  readonly turn: PageContext;
  readonly account: Account;
  /** Webhooks that still have an attempt before them; not counted beyond 100. */
  readonly onTheirWay: number;
  readonly contract: Contract;
  readonly retries: RetrySchedule;
}

/** The signature password, what it was before, and the way to the next one. */
export function passwordSection(content: PasswordContent): Markup {
  const { turn, account, onTheirWay, contract, retries } = content;
  const { signaturePassword, previousSignaturePassword } = account;
  return html`<section class="sheet padded" aria-labelledby="password-title">
    <h2 id="password-title">Signature password</h2>
    <p class="hint">
      Each webhook's <code>${contract.headers.signature}</code> is the upper-case SHA-1 of its
      payload with this password behind it.
    </p>
    <div id="password-now" data-live>
      ${secret(signaturePassword, "the signature password", "signature-password")}
      ${
        previousSignaturePassword === null
          ? ""
          : html`<p class="hint">Before it was, and signs nothing any more:</p>
              ${secret(previousSignaturePassword, "the password before", "previous-password")}`
      }
      ${askFirst({
        id: "rotate-password",
        label: "Rotate",
        subject: "the signature password",
        explanation: html`The next attempt of every webhook is signed with the new password,
          ${deliveriesText(onTheirWay)}. A receiver that knows the old one alone refuses them, and
          they are tried again ${scheduleText(retries)}. Until all your servers know the new one,
          give both: <code>signaturePassword: [new, old]</code>.`,
        action: turn.href("credentials/rotate"),
        button: "Rotate now",
      })}
    </div>
  </section>`;
}

function deliveriesText(onTheirWay: number): string {
  if (onTheirWay === 0) return "none of which is on its way at the moment";
  return onTheirWay === 1
    ? "the one that is on its way among them"
    : `${onTheirWay < 100 ? "the " : "at least "}${onTheirWay} that are on their way among them`;
}
