import type { StorageSettings } from "./open-storage.js";

const urlVariables = {
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
};

/** Reads which storage to open. Adds a message to `problems` for each invalid variable. */
export function readStorageSettings(env: NodeJS.ProcessEnv, problems: string[]): StorageSettings {
  const engine = env["INBOX"] || "memory";
  if (engine === "memory") return { engine };
  if (engine === "pglite") {
    const folder = env["DATABASE_FOLDER"] ?? "";
    if (folder === "") {
      problems.push("DATABASE_FOLDER is missing. INBOX=pglite keeps the shop's data in it.");
    }
    return { engine, folder };
  }
  if (engine !== "postgres" && engine !== "redis") {
    problems.push("INBOX must be memory, pglite, postgres or redis.");
    return { engine: "memory" };
  }
  const name = urlVariables[engine];
  const url = env[name] ?? "";
  if (!URL.canParse(url)) {
    problems.push(`${name} is missing or not a URL. INBOX=${engine} needs the server's URL.`);
  }
  return { engine, url };
}
