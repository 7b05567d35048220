/**
 * The target of a redirect if a customer can be sent there: an absolute HTTPS URL without credentials. Undefined if the API
 * itself redirects, such as from HTTP to HTTPS or to a path with a trailing slash.
 */
export function toCustomerUrl(location: string, requestUrl: URL): string | undefined {
  if (location === "" || !URL.canParse(location, requestUrl.href)) return undefined;
  const url = new URL(location, requestUrl);
  // A local sandbox serves its pages over HTTP.
  const isSecure =
    url.protocol === "https:" || (url.protocol === "http:" && requestUrl.protocol === "http:");
  if (!isSecure || url.username !== "" || url.password !== "") return undefined;
  return withoutSlash(url.pathname) === withoutSlash(requestUrl.pathname) ? undefined : url.href;
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
