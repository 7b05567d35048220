import { startProgram } from "measure";

/** The cost of one walk through the list. */
export interface Walk {
  listed: number;
  found: number;
  milliseconds: number;
  cpuMilliseconds: number;
  peakMB: number;
  peakHeapMB: number;
}

/** `iterate` only pages through the list. The others reconcile it, with an inbox in memory or on an engine. */
export type WalkMethod = "iterate" | "memory" | "postgres" | "fill-postgres" | "redis";

export interface List {
  /** @param store the schema or key prefix of the inbox */
  walk: (method: WalkMethod, store?: string) => Promise<Walk>;
  stop: () => Promise<void>;
}

/** With a larger heap Node collects garbage later, and the peak would only show the size of the heap. */
const heapLimit = "--max-old-space-size=64";

/** Starts a gateway with a list of transactions. */
export async function startList(transactions: number, transactionsPerDay: number): Promise<List> {
  const days = transactions / transactionsPerDay;
  const server = startProgram(new URL("list-server.js", import.meta.url), {
    name: "The list server",
    args: [days, transactionsPerDay],
  });
  const { port } = (await server.nextMessage()) as { port: number };
  return {
    /** Uses a new process each time: peak memory is only known for a whole process. */
    async walk(method, store = "") {
      const walker = startProgram(new URL("walk-list.js", import.meta.url), {
        name: "The list walker",
        args: [method, port, days, store],
        nodeFlags: [heapLimit],
      });
      const walk = (await walker.nextMessage()) as Walk;
      if (walk.listed !== transactions) {
        throw new Error(`Expected a list of ${transactions} transactions, got ${walk.listed}.`);
      }
      return walk;
    },
    stop: server.stop,
  };
}
