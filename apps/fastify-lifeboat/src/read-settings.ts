import { randomBytes } from "node:crypto";
import type { DatabaseSettings } from "./ledger/open-database.js";
import type { Stall } from "./stall/forward-sales.js";

export interface Settings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly signaturePassword: string;
  readonly officeToken: string;
  readonly database: DatabaseSettings;
  readonly port: number;
  readonly stall: Stall | undefined;
}

/**
 * Reads the settings from the environment.
 *
 * @throws Error that lists every problem at once
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const read = (name: string): string => {
    const value = env[name] ?? "";
    if (value === "") problems.push(`${name} is not set.`);
    return value;
  };
  const hasStall = env["STALL_TILL_URL"] !== undefined;
  const settings: Settings = {
    apiKey: read("NUMIPAY_API_KEY"),
    baseUrl: read("NUMIPAY_BASE_URL"),
    signaturePassword: read("NUMIPAY_SIGNATURE_PASSWORD"),
    officeToken: env["OFFICE_TOKEN"] || randomBytes(18).toString("base64url"),
    database: readDatabase(env, read),
    port: Number(env["PORT"] || "3000"),
    stall: hasStall
      ? { tillUrl: read("STALL_TILL_URL"), signaturePassword: read("STALL_SIGNATURE_PASSWORD") }
      : undefined,
  };
  const { port } = settings;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT must be a whole number from 0 to 65535.");
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return settings;
}

/** A PostgreSQL server, or the folder of a PGlite. */
function readDatabase(env: NodeJS.ProcessEnv, read: (name: string) => string): DatabaseSettings {
  return env["DATABASE_URL"] ? { url: env["DATABASE_URL"] } : { folder: read("DATA_DIR") };
}
