import { randomBytes } from "node:crypto";
import { readInboxSettings } from "../inbox/inbox-settings.js";
import { type AccountSettings, DeskSettings } from "./desk-settings.js";

/**
 * The settings from the environment.
 *
 * @throws Error that names everything that is missing, at once
 */
export function readSettings(env: NodeJS.ProcessEnv): DeskSettings & { port: number } {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = env[name] ?? "";
    if (value === "") missing.push(`${name} is not set.`);
    return value;
  };
  const readAccount = (prefix: string): AccountSettings => ({
    apiKey: read(`${prefix}_API_KEY`),
    baseUrl: read("NUMIPAY_BASE_URL"),
    signaturePassword: read(`${prefix}_SIGNATURE_PASSWORD`),
  });
  const url = env["QUEUE_REDIS_URL"];
  const settings = new DeskSettings({
    deposits: readAccount("DEPOSITS"),
    refunds: readAccount("REFUNDS"),
    officePassword: env["OFFICE_PASSWORD"] || randomBytes(9).toString("base64url"),
    publicUrl: env["PUBLIC_URL"] || undefined,
    inbox: readInboxSettings(env, missing),
    rehearsalPassword: env["REHEARSAL_SIGNATURE_PASSWORD"] || undefined,
    queue: url ? { url, prefix: env["QUEUE_PREFIX"] || "hire-desk" } : undefined,
  });
  const port = Number(env["PORT"] || "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) missing.push("PORT is no port.");
  if (missing.length > 0) throw new Error([...new Set(missing)].join("\n"));
  return Object.assign(settings, { port });
}
