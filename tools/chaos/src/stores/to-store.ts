import { rmSync } from "node:fs";
import { createTcpProxy } from "./tcp-proxy.js";
import { freePort } from "./start-program.js";

/**
 * A server in a folder of its own, as something that can be broken. `settings` says to receivers where it is,
 * `directSettings` the same past whatever could cut.
 *
 * @param options `toStart` prepares the
 * folder, and says how to start. The folder goes when the store is closed, or does not start.
 */
export interface Store {
  settings: Record<string, unknown>;
  directSettings: Record<string, unknown>;
  cut(): void;
  mend(): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  watch(look: (chunk: Buffer, cut: () => void) => boolean): void;
  close(): Promise<void>;
}

export async function toStore({
  name,
  folder,
  isProxied,
  toStart,
}: {
  name: "postgres" | "redis";
  folder: string;
  isProxied: boolean;
  toStart: (port: number) => Promise<() => Promise<{ kill(): Promise<void> }>>;
}): Promise<Store> {
  const remove = () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  try {
    const port = await freePort();
    const startServer = await toStart(port);
    let server = await startServer();
    const proxy = isProxied ? await createTcpProxy({ port }) : undefined;
    return {
      settings: { [`${name}Port`]: proxy?.port ?? port },
      directSettings: { [`${name}Port`]: port },
      cut: () => mustBeProxied(proxy).cut(),
      mend: () => mustBeProxied(proxy).mend(),
      watch: (look) => mustBeProxied(proxy).watch(look),
      kill: () => server.kill(),
      async start() {
        server = await startServer();
      },
      async close() {
        await proxy?.close();
        await server.kill();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function mustBeProxied(proxy) {
  if (proxy === undefined) throw new Error("This store has no proxy that could cut");
  return proxy;
}

/**
 * Two stores that break at the same time, and are back at the same time. Commits are watched where both are: only one of
 * them has any.
 */
export function joinStores(one: Store, other: Store): Store {
  const both = [one, other];
  return {
    settings: { ...one.settings, ...other.settings },
    directSettings: { ...one.directSettings, ...other.directSettings },
    cut: () => both.forEach((store) => store.cut()),
    mend: () => both.forEach((store) => store.mend()),
    watch: (look) => both.forEach((store) => store.watch(look)),
    kill: async () => void (await Promise.all(both.map((store) => store.kill()))),
    start: async () => void (await Promise.all(both.map((store) => store.start()))),
    close: async () => void (await Promise.all(both.map((store) => store.close()))),
  };
}
