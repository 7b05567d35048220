import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { problemSummary, textField, type FormState } from "../../portal/forms/fields.js";
import { copyable } from "../../portal/parts/copy-button.js";
import { dueText, scheduleText } from "../../portal/parts/instant.js";
import type { Welcome } from "../read-welcome.js";
import { welcomePaths } from "../welcome-paths.js";
import { responseFinding, type Step } from "./step.js";

/** The address of the webhook. Done when the account has one. */
export function webhookStep(welcome: Welcome, form: FormState): Step {
  const { webhookUrl } = welcome.account;
  return {
    id: "webhook",
    title: "Set your webhook address",
    isDone: webhookUrl !== null,
    content: html`<p>
        The sandbox posts a signed webhook there whenever the status of a transaction changes, and
        retries ${scheduleText(welcome.portal.retries)}.
      </p>
      ${webhookUrl === null ? addressForm(form) : address(webhookUrl)} ${failure(welcome)}`,
  };
}

function address(webhookUrl: string): Markup {
  return html`<p>${copyable(webhookUrl, "the webhook address")}</p>
    <p><a href="/portal/accounts">Change it in the portal</a></p>`;
}

function addressForm(form: FormState): Markup {
  return html`<form method="post" action="${welcomePaths.webhookUrl}" class="with-script">
      ${problemSummary(form)}
      ${textField(form, {
        name: "webhook_url",
        label: "Webhook URL",
        required: true,
        keyboard: "url",
        placeholder: "http://localhost:3000/webhooks/numipay",
        hint: "The URL of your server that receives webhooks. It may be started later.",
      })}
      <button class="go">Save</button>
    </form>
    <p class="without-script"><a href="/portal/accounts">Set it in the portal</a></p>`;
}

function failure({ failing, now }: Welcome): Markup | string {
  if (failing === undefined) return "";
  const { deliveryId, attemptsMade, nextAttemptAt } = failing.delivery;
  const next =
    nextAttemptAt === null
      ? "There are no attempts left."
      : `The next attempt is due ${dueText(nextAttemptAt, now)} on the sandbox's clock.`;
  return html`${responseFinding("Last webhook", failing.finding)}
    <p>
      Attempt ${attemptsMade}. ${next}
      <a href="/portal/deliveries/${deliveryId}">Show request and response, or resend it</a>
    </p>`;
}
