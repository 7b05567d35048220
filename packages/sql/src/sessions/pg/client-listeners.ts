import type { PoolClient } from "pg";

type Listener = (...args: unknown[]) => void;
type Method = (event: string, listener: Listener) => unknown;

/** The event emitter methods that handlers get. */
export interface ClientListeners {
  methods: Record<string, (...args: never[]) => unknown>;
  /** Removes what the handler added, because the connection is reused. */
  removeAll: () => void;
}

const adding = ["on", "once", "addListener", "prependListener", "prependOnceListener"] as const;

/** The names of these methods. */
export const listenerMethods: ReadonlySet<PropertyKey> = new Set([
  ...adding,
  "off",
  "removeListener",
  "removeAllListeners",
  "listenerCount",
  "listeners",
  "getMaxListeners",
  "setMaxListeners",
]);

/** Adds a handler's listeners to the client and tracks them. */
export function clientListeners(client: PoolClient, self: () => unknown): ClientListeners {
  const added: [event: string, listener: Listener][] = [];
  const methods: ClientListeners["methods"] = {};

  for (const name of adding) {
    methods[name] = (event: string, listener: Listener) => {
      added.push([event, listener]);
      (client[name as "on"] as Method).call(client, event, listener);
      return self();
    };
  }
  for (const name of ["off", "removeListener"]) {
    methods[name] = (event: string, listener: Listener) => {
      // Keep the listeners of the inbox and the pool.
      const at = added.findIndex(([known, own]) => known === event && own === listener);
      if (at !== -1) {
        added.splice(at, 1);
        client.removeListener(event, listener);
      }
      return self();
    };
  }
  const removeAll = (event?: string): void => {
    for (const [known, listener] of added.filter(([name]) => event === undefined || name === event))
      client.removeListener(known, listener);
  };
  methods["removeAllListeners"] = (event?: string) => {
    removeAll(event);
    return self();
  };
  methods["listenerCount"] = (event: string) => client.listenerCount(event);
  methods["listeners"] = (event: string) =>
    added.filter(([known]) => known === event).map(([, listener]) => listener);
  methods["getMaxListeners"] = () => client.getMaxListeners();
  methods["setMaxListeners"] = () => self();
  return { methods, removeAll };
}
