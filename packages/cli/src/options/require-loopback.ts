import { usageError } from "../failure/command-failure.js";

/**
 * Rejects a URL on another machine unless the user allows it: a production endpoint credits every correctly signed
 * delivery.
 *
 * @throws CommandFailure for another machine without `allowRemote`
 */
export function requireLoopback(url: URL, allowRemote: boolean | undefined): void {
  if (isLoopback(url.hostname) || allowRemote === true) return;
  throw usageError(
    `${url.host} is another machine, and an endpoint credits every signed delivery. If it is a test system, ` +
      "add --allow-remote.",
  );
}

/** True for loopback names and addresses. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    hostname === "::1" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
