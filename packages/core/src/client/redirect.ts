/**
 * The page that a redirect names, if a customer may be sent there: an absolute address over HTTPS, without credentials in it.
 * Undefined where the API itself has moved, such as from HTTP to HTTPS or to a path with a slash at the end.
 */
export function toCustomerUrl(location: string, requestUrl: URL): string | undefined {
  if (location === "" || !URL.canParse(location, requestUrl.href)) return undefined;
  const url = new URL(location, requestUrl);
  // A sandbox on this machine has pages over HTTP.
  const isSecure =
    url.protocol === "https:" || (url.protocol === "http:" && requestUrl.protocol === "http:");
  if (!isSecure || url.username !== "" || url.password !== "") return undefined;
  return withoutSlash(url.pathname) === withoutSlash(requestUrl.pathname) ? undefined : url.href;
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
