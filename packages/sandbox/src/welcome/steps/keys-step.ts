import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { environmentLines } from "../../portal/credentials/environment-lines.js";
import { instant } from "../../portal/parts/instant.js";
import { secretCode } from "../../portal/parts/secret-code.js";
import { secret } from "../../portal/parts/secret.js";
import type { Welcome } from "../read-welcome.js";
import { finding, type Step } from "./step.js";

/** The keys and the password. Done when a request with a valid key has arrived. */
export function keysStep(welcome: Welcome): Step {
  const { portal, account, devKey, liveKey, calledAt, now, origin } = welcome;
  const { signaturePassword } = account;
  return {
    id: "keys",
    title: "Use your keys",
    isDone: calledAt !== undefined,
    content: html`<p>
        Send a key as <code>${portal.contract.headers.apiKey}</code> with each API call. A DEV key
        opens test transactions. The password signs your webhooks.
      </p>
      <dl class="facts">
        ${keyRow("DEV key", "welcome-dev-key", devKey)}
        ${keyRow("Live key", "welcome-live-key", liveKey)}
        <div>
          <dt>Signature password</dt>
          <dd>${secret(signaturePassword, "the signature password", "welcome-password")}</dd>
        </div>
      </dl>
      ${
        devKey === undefined
          ? finding(
              "bad",
              html`All DEV keys are revoked.
                <a href="/portal/credentials">Create a new one in the portal.</a>`,
            )
          : html`<h4>For your .env</h4>
              ${secretCode({
                id: "welcome-env",
                what: "the lines for .env",
                write: (show) =>
                  environmentLines({
                    apiKey: show(devKey),
                    baseUrl: origin,
                    signaturePassword: show(signaturePassword),
                  }),
              })}`
      }
      <p class="outcome-line">
        ${
          calledAt === undefined
            ? "Waiting for the first API call with a valid key. The command of step 3 is one."
            : html`The first API call arrived ${instant(calledAt, now)}.`
        }
      </p>`,
  };
}

function keyRow(label: string, id: string, key: string | undefined): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>
      ${key === undefined ? html`<span class="soft">revoked</span>` : secret(key, `the ${label}`, id)}
    </dd>
  </div>`;
}
