import type { EventPattern } from "@numipay/core";

export interface Route {
  pattern: EventPattern;
  url: string;
}

export interface RelaySettings {
  signaturePassword: string;
  /** Shared by the relay and the services. */
  relaySecret: string;
  routes: readonly Route[];
  /** How long one service may take to respond. */
  timeoutMs: number;
}

/**
 * Reads the relay's settings from an environment: `process.env`, or the bindings of a worker.
 *
 * @throws Error that lists every problem at once and contains no secrets
 */
export function readSettings(env: Record<string, string | undefined>): RelaySettings {
  const problems: string[] = [];
  const signaturePassword = env["NUMIPAY_SIGNATURE_PASSWORD"] ?? "";
  const relaySecret = env["RELAY_SECRET"] ?? "";
  if (signaturePassword === "") {
    problems.push(
      "NUMIPAY_SIGNATURE_PASSWORD is not set. Copy it from the merchant portal, Settings > Credentials.",
    );
  }
  if (relaySecret.length < 32) {
    problems.push(
      "RELAY_SECRET must be at least 32 characters. Set the same value for the relay and the services.",
    );
  }
  const lines = (env["RELAY_ROUTES"] ?? "").split(/[\s,]+/).filter((line) => line !== "");
  if (lines.length === 0) {
    problems.push(
      "RELAY_ROUTES is not set. Set at least one route, such as deposit.successful=https://wallets.internal/events.",
    );
  }
  const routes = lines.map((line) => readRoute(line, problems));
  const timeoutMs = Number(env["RELAY_TIMEOUT_MS"] ?? "2500");
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1) {
    problems.push("RELAY_TIMEOUT_MS must be a positive whole number.");
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { signaturePassword, relaySecret, routes, timeoutMs };
}

/** Does not validate the pattern: `webhook.on` does. */
function readRoute(line: string, problems: string[]): Route {
  const split = line.indexOf("=");
  const pattern = line.slice(0, split) as EventPattern;
  const url = line.slice(split + 1);
  if (split < 1 || !isPrivateUrl(url)) {
    problems.push(
      `RELAY_ROUTES contains ${JSON.stringify(line)}. Write pattern=URL, with https unless the URL is on loopback.`,
    );
  }
  return { pattern, url };
}

/** Payment data must be encrypted in transit, except on loopback. */
function isPrivateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}
