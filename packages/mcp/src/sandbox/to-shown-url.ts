/** A URL without credentials, query and fragment, which may contain a secret. */
export function toShownUrl(url: unknown): string | null {
  if (typeof url !== "string" || !URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
