/** The parts of a `Pool` of `pg` that the inbox uses when a library has the pool. */
export interface WatchedPool {
  options?: { max?: number | undefined } | undefined;
  on(event: "acquire", listener: (client: WatchedClient) => void): unknown;
  on(event: "error", listener: () => void): unknown;
}

/** A client of that pool. */
export interface WatchedClient {
  on(event: "error", listener: () => void): unknown;
}

const watched = new WeakSet<object>();

/**
 * Listens for errors of the pool's connections. Without a listener, a connection that ends while a handler runs no statement would
 * end the process. The next statement on it reports the error.
 */
export function watchPool(pool: WatchedPool): void {
  if (watched.has(pool)) return;
  watched.add(pool);
  const ignore = (): void => undefined;
  pool.on("error", ignore);
  pool.on("acquire", (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    client.on("error", ignore);
  });
}
