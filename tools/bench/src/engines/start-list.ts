// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

// What going through the list took.
export interface Walk {
  listed: number;
  found: number;
  milliseconds: number;
  cpuMilliseconds: number;
  peakMB: number;
  peakHeapMB: number;
}

export interface List {
  walk: (how: "iterate" | "stub" | "postgres" | "redis", store?: string) => Promise<Walk>;
  stop: () => void;
}

/** With room to spare, Node takes more memory rather than collect garbage, and the peak says how much room there was. */
const heapLimit = "--max-old-space-size=64";

/** Starts a list server of so many transactions. */
export async function startList(transactions: number, transactionsADay: number): Promise<List> {
  const days = transactions / transactionsADay;
  const server = start("list-server.js", [days, transactionsADay]);
  const { port } = await server.hear();
  return {
    /** In a fresh process each time: the most memory that one ever had is known of a whole process only. */
    async walk(how, store = "") {
      const walker = start("walk-list.js", [how, port, days, store], [heapLimit]);
      const walk = (await walker.hear()) as Walk;
      if (walk.listed !== transactions) {
        throw new Error(`${transactions} transactions were to be listed, ${walk.listed} were.`);
      }
      return walk;
    },
    stop: () => server.child.disconnect(),
  };
}

function start(file: string, args: readonly (string | number)[], execArgv: string[] = []) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, args.map(String), { execArgv });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${file} ended with code ${code} before it said anything.`);
  });
  // Nobody waits for it after it has spoken.
  ended.catch(() => {});
  return {
    child,
    hear: async () => {
      const [message] = await Promise.race([once(child, "message"), ended]);
      return message;
    },
  };
}
