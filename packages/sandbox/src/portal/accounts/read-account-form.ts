import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

/** What a merchant says of an account. */
export interface AccountSettings {
  readonly merchantName: string;
  /** Null: webhooks go nowhere. */
  readonly webhookUrl: string | null;
}

const longestName = 80;

/** Reads the form of an account, new or known. */
export function readAccountForm(form: Form): ReadResult<AccountSettings> {
  const merchantName = trimmed(form, "merchant_name");
  const webhookUrl = trimmed(form, "webhook_url");
  const problems: Record<string, string> = {};
  if (merchantName === "") {
    problems["merchant_name"] =
      "Give the account a name: customers read it on the cashier's pages.";
  } else if (Array.from(merchantName).length > longestName) {
    problems["merchant_name"] = `Shorten the name to ${longestName} characters.`;
  } else if (/[\p{Cc}\p{Cs}]/u.test(merchantName)) {
    problems["merchant_name"] = "Take the control characters out of the name.";
  }
  const wrong = webhookUrl === "" ? undefined : whyNoWebhookUrl(webhookUrl);
  if (wrong !== undefined) problems["webhook_url"] = wrong;
  if (Object.keys(problems).length > 0) return { problems };
  return { value: { merchantName, webhookUrl: webhookUrl === "" ? null : webhookUrl } };
}

function whyNoWebhookUrl(text: string): string | undefined {
  const example = "such as http://localhost:3000/webhooks/numipay";
  if (!URL.canParse(text)) return `Give the whole address with http:// or https://, ${example}.`;
  const { protocol, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:")
    return `Begin with http:// or https://, ${example}.`;
  // Node's fetch refuses such an address at every attempt: 15 failures, and nobody would know why.
  if (username !== "" || password !== "") {
    return "Take the user name and the password out of the address: webhooks are not sent with them.";
  }
  return undefined;
}
