import { rmSync } from "node:fs";
import { freePort, type RunningProgram } from "./start-program.js";
import { createTcpProxy, type OnChunk, type TcpProxy } from "./tcp-proxy.js";

/** Where receivers find the store, as a part of their settings. */
export interface StoreSettings {
  redisPort?: number;
  postgresPort?: number;
  mysqlPort?: number;
  /** The path of a SQLite file. */
  databasePath?: string;
  folder?: string;
}

/** A database server, or a folder, that a scenario can break. */
export interface Store {
  settings: StoreSettings;
  /** The same, bypassing the proxy. */
  directSettings: StoreSettings;
  /** Closes every connection and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  /** Kills the server with `kill -9`. */
  kill(): Promise<void>;
  /** Starts the server again on the same files. */
  start(): Promise<void>;
  /** Calls `onChunk` with the data that receivers send. */
  watch(onChunk: OnChunk): void;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Puts a TCP proxy in front of the server, so that connections can be cut. Defaults to `false`. */
  isProxied?: boolean;
}

export interface ServerDefinition {
  portSetting: "postgresPort" | "mysqlPort" | "redisPort";
  /** The server's own folder. It is removed when the store is closed or fails to start. */
  folder: string;
  isProxied: boolean;
  /** Prepares the folder, and returns a function that starts the server. */
  prepare: (port: number) => Promise<() => Promise<RunningProgram>>;
}

/** Starts a server in its own folder and returns it as a store. */
export async function createStore({
  portSetting,
  folder,
  isProxied,
  prepare,
}: ServerDefinition): Promise<Store> {
  const remove = () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  try {
    const port = await freePort();
    const startServer = await prepare(port);
    let server = await startServer();
    const proxy = isProxied ? await createTcpProxy(port) : undefined;
    return {
      settings: { [portSetting]: proxy?.port ?? port },
      directSettings: { [portSetting]: port },
      cut: () => requireProxy(proxy).cut(),
      restore: () => requireProxy(proxy).restore(),
      watch: (onChunk) => requireProxy(proxy).watch(onChunk),
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

function requireProxy(proxy: TcpProxy | undefined): TcpProxy {
  if (proxy === undefined) throw new Error("This store has no proxy. Start it with isProxied.");
  return proxy;
}

/** Combines two stores that fail and recover together. */
export function joinStores(one: Store, other: Store): Store {
  const both = [one, other];
  return {
    settings: { ...one.settings, ...other.settings },
    directSettings: { ...one.directSettings, ...other.directSettings },
    cut: () => both.forEach((store) => store.cut()),
    restore: () => both.forEach((store) => store.restore()),
    watch: (onChunk) => both.forEach((store) => store.watch(onChunk)),
    kill: async () => void (await Promise.all(both.map((store) => store.kill()))),
    start: async () => void (await Promise.all(both.map((store) => store.start()))),
    close: async () => void (await Promise.all(both.map((store) => store.close()))),
  };
}
