/** Where applied webhooks are recorded. */
export interface InboxSettings {
  readonly engine: "memory" | "postgres" | "redis";
  /** The server's URL. */
  readonly url?: string | undefined;
  /** The schema of the tables in PostgreSQL. Defaults to the search path's. */
  readonly schema?: string | undefined;
  /** The prefix of the keys in Redis. Defaults to `numipay:`. */
  readonly prefix?: string | undefined;
  /** Called when Redis is configured in a way that can lose records. Defaults to a warning on the console. */
  readonly onWarning?: ((warning: { message: string }) => void) | undefined;
}

const urlVariables = { memory: undefined, postgres: "DATABASE_URL", redis: "REDIS_URL" } as const;

/** Reads the inbox settings from the environment. Adds anything invalid to `problems`. */
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
