import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { instant } from "../../portal/parts/instant.js";
import type { Welcome } from "../read-welcome.js";
import type { SignatureCheck } from "../signature-check.js";
import { welcomePaths } from "../welcome-paths.js";
import { finding, responseFinding, type Step } from "./step.js";

/** The signature. Done when the endpoint has accepted a genuine delivery and rejected a forged one. */
export function signatureStep({ account, signature, now }: Welcome): Step {
  const hasAddress = account.webhookUrl !== null;
  return {
    id: "signature",
    title: "Verify the signature",
    isDone: signature?.isProven === true,
    content: html`<p>
        Sends a correctly signed delivery and one that is signed with another password. Your server
        must accept the first and reject the second. Both report a declined test deposit, so nothing
        is credited.
      </p>
      <form method="post" action="${welcomePaths.signatureCheck}">
        <button
          class="${hasAddress && signature?.isProven !== true ? "go" : ""}"
          ${hasAddress ? "" : "disabled"}
          aria-describedby="signature-hint"
        >
          Send both
        </button>
        <p class="hint" id="signature-hint">
          ${hasAddress ? html`To <code>${account.webhookUrl}</code>` : "Set your webhook address first."}
        </p>
      </form>
      ${signature === undefined ? "" : result(signature, now)}`,
  };
}

function result(
  { genuine, forged, isOutdated, isProven, deliveryId, at }: SignatureCheck,
  now: number,
): Markup {
  return html`${responseFinding("Genuine delivery", genuine)}
    ${responseFinding("Forged delivery", forged)}
    ${
      isOutdated
        ? finding(
            "wait",
            html`<b>Outdated:</b> the address or the password has changed since. Send both again.`,
          )
        : ""
    }
    <p>
      ${isProven ? "Your server verifies signatures. " : ""}Sent ${instant(at, now)}.
      <a href="/portal/deliveries/${deliveryId}">Show requests and responses</a>
    </p>`;
}
