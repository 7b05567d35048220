import type { Recorded } from "../../dialects/dialect.js";
import { acquireTimeout } from "../acquire-timeout.js";

/** A claimed transaction and its records. */
interface Holding {
  name: string;
  records: Recorded[];
}

/** The right to write to a file. */
export interface Turn {
  /** Notifies the callers that wait which transaction is claimed in this turn. */
  hold(name: string, records: Recorded[]): void;
  /** Ends the turn. */
  end(): void;
}

/** The turns of one file, in this process. SQLite has one writer at a time, and its own waiting would block the event loop. */
export interface Turns {
  /** Waits for a turn. If the current turn holds the named transaction, returns the records that it read. */
  take(timeoutMs: number, name?: string): Promise<Turn | { held: Recorded[] }>;
  /** Returns the records if the current turn holds the named transaction. */
  findHeld(name: string): Recorded[] | undefined;
}

interface Waiting {
  name: string | undefined;
  settle: (result: Turn | { held: Recorded[] }) => void;
}

const turnsOf = new Map<string, Turns>();

/** Returns the turns of a file, which the inboxes of a process share. */
export function findTurns(file: string): Turns {
  const turns = turnsOf.get(file) ?? createTurns();
  turnsOf.set(file, turns);
  return turns;
}

function createTurns(): Turns {
  let waiting: Waiting[] = [];
  let current: Turn | undefined;
  let holding: Holding | undefined;

  function findHeld(name: string | undefined): Recorded[] | undefined {
    return holding !== undefined && holding.name === name ? holding.records : undefined;
  }

  function startNext(): void {
    current = undefined;
    holding = undefined;
    const next = waiting.shift();
    if (next === undefined) return;
    current = start();
    next.settle(current);
  }

  function start(): Turn {
    const turn: Turn = {
      hold(name, records) {
        if (current !== turn) return;
        holding = { name, records };
        const settled = waiting.filter((one) => one.name === name);
        waiting = waiting.filter((one) => one.name !== name);
        for (const { settle } of settled) settle({ held: records });
      },
      end() {
        if (current === turn) startNext();
      },
    };
    return turn;
  }

  return {
    findHeld,
    take(timeoutMs, name) {
      const held = findHeld(name);
      if (held !== undefined) return Promise.resolve({ held });
      if (current === undefined) {
        current = start();
        return Promise.resolve(current);
      }
      return new Promise((resolve, reject) => {
        const one: Waiting = {
          name,
          settle(result) {
            clearTimeout(timer);
            resolve(result);
          },
        };
        const timer = setTimeout(() => {
          waiting = waiting.filter((other) => other !== one);
          reject(acquireTimeout(toTimedOut(timeoutMs)));
        }, timeoutMs);
        waiting.push(one);
      });
    },
  };
}

function toTimedOut(timeoutMs: number): string {
  return (
    `Timed out after ${timeoutMs} ms waiting to write to the file. SQLite has one writer at a time. Keep handlers short, or increase ` +
    "acquireTimeoutMs."
  );
}
