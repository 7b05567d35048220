/** Checks the address of a webhook. Throws a TypeError if it is no absolute http or https URL. */
export function toWebUrl(url: string | URL): string {
  // Kept as it was given, so that the deliveries show the merchant his own spelling.
  const text = url.toString();
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) return text;
  throw new TypeError("The webhook URL must be an absolute http or https URL");
}
