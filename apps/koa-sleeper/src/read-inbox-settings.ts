// @ts-check
import type { InboxSettings } from "./open-inbox.js";

const urls = {
  memory: undefined,
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
};

/** Which inbox the environment asks for. What is wrong is added to the problems. */
export function readInboxSettings(env: NodeJS.ProcessEnv, problems: string[]): InboxSettings {
  const engine = env.INBOX || "memory";
  if (engine !== "memory" && engine !== "postgres" && engine !== "redis") {
    problems.push("INBOX is no inbox: give memory, postgres or redis.");
    return { engine: "memory" };
  }
  const name = urls[engine];
  if (name === undefined) return { engine };
  const url = env[name] ?? "";
  if (!URL.canParse(url)) {
    problems.push(`${name} is not set, or no URL: INBOX=${engine} needs the server's address.`);
  }
  return { engine, url };
}
