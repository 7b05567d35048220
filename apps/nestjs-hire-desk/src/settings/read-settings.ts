import { randomBytes } from "node:crypto";
import { readDatabaseSettings } from "../database/database-settings.js";
import { type AccountSettings, DeskSettings } from "./desk-settings.js";

/**
 * Reads the settings from the environment.
 *
 * @throws Error that lists every problem at once
 */
export function readSettings(env: NodeJS.ProcessEnv): DeskSettings & { port: number } {
  const problems: string[] = [];
  const read = (name: string): string => {
    const value = env[name] ?? "";
    if (value === "") problems.push(`${name} is not set.`);
    return value;
  };
  const readAccount = (prefix: string): AccountSettings => ({
    apiKey: read(`${prefix}_API_KEY`),
    baseUrl: read("NUMIPAY_BASE_URL"),
    signaturePassword: read(`${prefix}_SIGNATURE_PASSWORD`),
  });
  const queueUrl = env["QUEUE_REDIS_URL"];
  const settings = new DeskSettings({
    deposits: readAccount("DEPOSITS"),
    refunds: readAccount("REFUNDS"),
    officePassword: env["OFFICE_PASSWORD"] || randomBytes(9).toString("base64url"),
    publicUrl: env["PUBLIC_URL"] || undefined,
    database: readDatabaseSettings(env, problems),
    devSignaturePassword: env["DEV_SIGNATURE_PASSWORD"] || undefined,
    queue: queueUrl ? { url: queueUrl, prefix: env["QUEUE_PREFIX"] || "hire-desk" } : undefined,
  });
  const port = Number(env["PORT"] || "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT must be a whole number from 0 to 65535.");
  }
  if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
  return Object.assign(settings, { port });
}
