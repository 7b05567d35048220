// @ts-check
import type { EventPattern } from "@numipay/core";

export interface Route {
  pattern: EventPattern;
  url: string;
}

export interface RelaySettings {
  signaturePassword: string;
  relaySecret: string;
  routes: readonly Route[];
  timeoutMs: number;
}

/**
 * The relay's settings from an environment: `process.env`, or what a worker is given. An Error tells everything that is
 * wrong, at once, and never a secret.
 */
export function readSettings(env: Record<string, string | undefined>): RelaySettings {
  const problems = [];
  const { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword = "", RELAY_SECRET: relaySecret = "" } =
    env;
  if (signaturePassword === "") {
    problems.push(
      "NUMIPAY_SIGNATURE_PASSWORD is not set: the signature password, from the merchant portal under Settings > Credentials.",
    );
  }
  if (relaySecret.length < 32) {
    problems.push(
      "RELAY_SECRET is not set, or shorter than 32 characters: what the relay and the services share.",
    );
  }
  const lines = (env.RELAY_ROUTES ?? "").split(/[\s,]+/).filter((line) => line !== "");
  if (lines.length === 0) {
    problems.push(
      "RELAY_ROUTES is not set: such as deposit.successful=https://wallets.internal/events, one or more.",
    );
  }
  const routes = lines.map((line) => readRoute(line, problems));
  const timeoutMs = Number(env.RELAY_TIMEOUT_MS ?? "2500");
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1) {
    problems.push("RELAY_TIMEOUT_MS is no whole number of milliseconds.");
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { signaturePassword, relaySecret, routes, timeoutMs };
}

/** Whether the pattern can ever match the webhook says. */
function readRoute(line: string, problems: string[]): Route {
  const split = line.indexOf("=");
  const pattern = line.slice(0, split) as Route["pattern"];
  const url = line.slice(split + 1);
  if (split < 1 || !isPrivateUrl(url)) {
    problems.push(
      `RELAY_ROUTES: ${JSON.stringify(line)} is not pattern=URL, the URL with https (or http on loopback).`,
    );
  }
  return { pattern, url };
}

/** Who pays what goes over the wire, so the wire is encrypted; on loopback there is none. */
function isPrivateUrl(text: string) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}
