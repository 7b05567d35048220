/** Checks the URL of a webhook. Throws a TypeError if it is not an absolute http or https URL without credentials. */
export function toWebUrl(url: string | URL): string {
  // Not normalized, so that the deliveries show the URL as the merchant wrote it.
  const text = url.toString();
  if (!URL.canParse(text) || !["http:", "https:"].includes(new URL(text).protocol)) {
    throw new TypeError("The webhook URL must be an absolute http or https URL.");
  }
  // fetch rejects such a URL, so every attempt would fail. The message must not repeat the password.
  if (hasCredentials(text)) {
    throw new TypeError(
      "The webhook URL must not contain a user name or password. Remove them: webhooks cannot be sent with them.",
    );
  }
  return text;
}

/** True for a URL such as `https://user:password@host/`. */
export function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}
