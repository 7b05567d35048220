/** Options of `fetch` that only some runtimes know. */
interface ConnectionOptions {
  keepalive?: false;
  client?: unknown;
}

interface DenoApi {
  createHttpClient?: (options: { poolMaxIdlePerHost: number }) => unknown;
}

let options: ConnectionOptions | undefined;

/**
 * Options for a request that must be sent once. Deno, and Bun before 1.4, silently send a request again when a connection that was
 * used before closes, even if the gateway has received it. On a new connection they do not, so a refused one is also proof that
 * nothing was sent.
 */
export function freshConnection(): ConnectionOptions {
  return (options ??= createOptions());
}

function createOptions(): ConnectionOptions {
  const { Deno, Bun } = globalThis as { Deno?: DenoApi; Bun?: unknown };
  if (Deno?.createHttpClient !== undefined) {
    return { client: Deno.createHttpClient({ poolMaxIdlePerHost: 0 }) };
  }
  return Bun === undefined ? {} : { keepalive: false };
}
