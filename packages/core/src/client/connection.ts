import { InvalidOptionError } from "../protocol/errors.js";

/** The gateway and the key that it accepts. Contains the API key: never print it. */
export interface Connection {
  apiKey: string;
  baseUrl: URL;
}

/**
 * Checks the options at once, and returns a function that adds what the environment has. A build that only imports a module has no
 * secrets, so missing ones are not an error until the first call.
 *
 * @throws InvalidOptionError when an option is invalid
 */
export function createConnection(options: {
  apiKey?: string | undefined;
  baseUrl?: string | undefined;
}): () => Connection {
  const given = {
    apiKey: options.apiKey === undefined ? undefined : checkApiKey(options.apiKey),
    baseUrl: options.baseUrl === undefined ? undefined : checkBaseUrl(options.baseUrl),
  };
  let found: Connection | undefined;
  return () =>
    (found ??= {
      apiKey: given.apiKey ?? checkApiKey(environment("NUMIPAY_API_KEY")),
      baseUrl: given.baseUrl ?? checkBaseUrl(environment("NUMIPAY_BASE_URL")),
    });
}

function environment(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}

function checkApiKey(apiKey: string | undefined): string {
  if (typeof apiKey !== "string" || apiKey === "") {
    throw new InvalidOptionError(
      "apiKey",
      "is missing. Pass the key from the merchant portal (Settings > Credentials) or set NUMIPAY_API_KEY.",
    );
  }
  // fetch would reject it too, but its error message includes the key.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new InvalidOptionError(
      "apiKey",
      "contains a space or a character that is not allowed in a header. Copy the key again.",
    );
  }
  return apiKey;
}

function checkBaseUrl(baseUrl: string | undefined): URL {
  if (typeof baseUrl !== "string" || baseUrl === "") {
    throw new InvalidOptionError(
      "baseUrl",
      "is missing. Pass the gateway's base URL or set NUMIPAY_BASE_URL.",
    );
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new InvalidOptionError("baseUrl", "must be an absolute https:// URL.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new InvalidOptionError(
      "baseUrl",
      "must use https, because plain HTTP exposes the API key. Only loopback addresses may use http.",
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new InvalidOptionError("baseUrl", "must not contain credentials, a query or a fragment.");
  }
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
