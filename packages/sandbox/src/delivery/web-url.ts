/** Checks the URL of a webhook. Throws a TypeError if it is not an absolute http or https URL. */
export function toWebUrl(url: string | URL): string {
  // Not normalized, so that the deliveries show the URL as the merchant wrote it.
  const text = url.toString();
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) return text;
  throw new TypeError("The webhook URL must be an absolute http or https URL.");
}
