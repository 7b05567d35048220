import { hasCredentials } from "../../delivery/web-url.js";
import { maxMerchantName } from "../../gateway/merchant-name.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** The editable settings of an account. */
export interface AccountSettings {
  readonly merchantName: string;
  /** Null sends no webhooks. */
  readonly webhookUrl: string | null;
}

/** Reads the form of a new or existing account. */
export function readAccountForm(form: Form): ReadResult<AccountSettings> {
  const merchantName = trimmed(form, "merchant_name");
  const webhookUrl = trimmed(form, "webhook_url");
  const problems: Record<string, string> = {};
  if (merchantName === "") {
    problems["merchant_name"] = "Enter a name. Customers see it in the cashier.";
  } else if (Array.from(merchantName).length > maxMerchantName) {
    problems["merchant_name"] = `Shorten the name to ${maxMerchantName} characters.`;
  } else if (/[\p{Cc}\p{Cs}]/u.test(merchantName)) {
    problems["merchant_name"] = "Remove the control characters from the name.";
  }
  const wrong = webhookUrl === "" ? undefined : whyNoWebhookUrl(webhookUrl);
  if (wrong !== undefined) problems["webhook_url"] = wrong;
  if (Object.keys(problems).length > 0) return { problems };
  return { value: { merchantName, webhookUrl: webhookUrl === "" ? null : webhookUrl } };
}

/** The URL to fill a rejected form with. It has no password, which would be on the page otherwise. */
export function toRefilledUrl(text: string): string {
  if (!URL.canParse(text) || !hasCredentials(text)) return text;
  return Object.assign(new URL(text), { username: "", password: "" }).href;
}

/** Why a text cannot be a webhook URL, or undefined if it can. */
export function whyNoWebhookUrl(text: string): string | undefined {
  const example = "http://localhost:3000/webhooks/numipay";
  if (!URL.canParse(text))
    return `Enter the full URL with http:// or https://, such as ${example}.`;
  const { protocol } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:")
    return `Start the URL with http:// or https://, such as ${example}.`;
  // Node's fetch rejects such a URL, so all 15 attempts would fail without a clear reason.
  if (hasCredentials(text)) {
    return "Remove the user name and password from the URL. Webhooks cannot be sent with them.";
  }
  return undefined;
}
