import { randomBytes } from "node:crypto";
import type { StorageSettings } from "./open-storage.js";
import { readStorageSettings } from "./read-storage-settings.js";

export interface Settings {
  apiKey: string;
  baseUrl: string;
  signaturePassword: string;
  storage: StorageSettings;
  /** Whether this process sends payouts, or only queues them for another one. */
  sendsPayouts: boolean;
  port: number;
  publicUrl: string | undefined;
  officePassword: string;
}

/** Reads the shop's settings. Throws one error that lists every missing or invalid variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const readRequired = (name: string, source: string): string => {
    const value = env[name] ?? "";
    if (value === "") problems.push(`${name} is missing. ${source}`);
    return value;
  };
  const apiKey = readRequired(
    "NUMIPAY_API_KEY",
    "Copy the API key from the merchant portal, Settings > Credentials.",
  );
  const baseUrl = readRequired("NUMIPAY_BASE_URL", "Set it to the gateway's URL.");
  const signaturePassword = readRequired(
    "NUMIPAY_SIGNATURE_PASSWORD",
    "Copy the signature password from the merchant portal, Settings > Credentials.",
  );
  const port = Number(env["PORT"] ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT must be a number from 0 to 65535.");
  }
  const publicUrl = env["PUBLIC_URL"] || undefined;
  if (publicUrl !== undefined && !isOrigin(publicUrl)) {
    problems.push("PUBLIC_URL must be an origin such as https://shop.example, without a path.");
  }
  const outbox = env["OUTBOX"] || "send";
  if (outbox !== "send" && outbox !== "queue") {
    problems.push("OUTBOX must be send or queue.");
  }
  const storage = readStorageSettings(env, problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const officePassword = env["OFFICE_PASSWORD"] || randomBytes(9).toString("base64url");
  const sendsPayouts = outbox === "send";
  return {
    apiKey,
    baseUrl,
    signaturePassword,
    storage,
    sendsPayouts,
    port,
    publicUrl,
    officePassword,
  };
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
