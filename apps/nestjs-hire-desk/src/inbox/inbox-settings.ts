/** Where it is kept which webhooks were applied. */
export interface InboxSettings {
  readonly engine: "memory" | "postgres" | "redis";
  /** Of the server. */
  readonly url?: string | undefined;
  /** Of the tables in PostgreSQL; the search path's where not given. */
  readonly schema?: string | undefined;
  /** What every key in Redis begins with; `numipay:` where not given. */
  readonly prefix?: string | undefined;
  /** Told what in Redis can lose records; printed where not given. */
  readonly onWarning?: ((warning: { message: string }) => void) | undefined;
}

const urls = { memory: undefined, postgres: "DATABASE_URL", redis: "REDIS_URL" };

/** Which inbox the environment asks for. What is wrong is added to the problems. */
export function readInboxSettings(env: NodeJS.ProcessEnv, problems: string[]): InboxSettings {
  const engine = env["INBOX"] || "memory";
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
