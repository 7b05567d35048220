import { usageFault } from "../failure/command-failure.js";

/**
 * Lets a URL through that stays on this machine, any other only on demand: a rightly signed delivery is money to whoever
 * receives it, and a production endpoint would credit a deposit that never was.
 *
 * @throws CommandFailure
 */
export function requireLoopback(url: URL, allowRemote: boolean | undefined): void {
  if (isLoopback(url.hostname) || allowRemote === true) return;
  throw usageFault(
    `${url.host} is not this machine. What receives a signed delivery takes it for money: if that is a test system, ` +
      "add --allow-remote.",
  );
}

/** True for the names and addresses that never leave the machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    hostname === "::1" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
