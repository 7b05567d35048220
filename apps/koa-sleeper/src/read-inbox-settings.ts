import type { InboxSettings } from "./open-inbox.js";

const urlVariables = {
  memory: undefined,
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
};

/** Reads which inbox to open. Adds a message to `problems` for each invalid variable. */
export function readInboxSettings(env: NodeJS.ProcessEnv, problems: string[]): InboxSettings {
  const engine = env["INBOX"] || "memory";
  if (engine !== "memory" && engine !== "postgres" && engine !== "redis") {
    problems.push("INBOX must be memory, postgres or redis.");
    return { engine: "memory" };
  }
  const name = urlVariables[engine];
  if (name === undefined) return { engine };
  const url = env[name] ?? "";
  if (!URL.canParse(url)) {
    problems.push(`${name} is missing or not a URL. INBOX=${engine} needs the server's URL.`);
  }
  return { engine, url };
}
