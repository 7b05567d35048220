import type { Mode } from "../gateway/transaction-record.js";

/** A call of an operation that only the contract override knows. */
export interface CustomCall {
  /** Its name in the override. */
  readonly operation: string;
  /** ISO 8601, on the virtual clock. */
  readonly at: string;
  readonly account: string;
  readonly mode: Mode;
  /** By the override's names, without card numbers and CVVs. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What was called so far, oldest first. */
export interface CustomCalls {
  add(call: CustomCall): void;
  list(): CustomCall[];
}

/** A test reads a few; a load test must not fill the memory. */
const mostKept = 1000;

const secrets = new Set(["card_number", "cvv"]);

/** Keeps the calls in memory, the newest 1,000 of them. */
export function createCustomCalls(): CustomCalls {
  const calls: CustomCall[] = [];
  return {
    add({ fields, ...call }) {
      const shown = Object.entries(fields).filter(([name]) => !secrets.has(name));
      calls.push({ ...call, fields: Object.fromEntries(shown) });
      if (calls.length > mostKept) calls.shift();
    },
    list: () => [...calls],
  };
}
