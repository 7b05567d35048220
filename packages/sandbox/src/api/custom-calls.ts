import type { Mode } from "../gateway/transaction-record.js";

/** A call of an operation that the contract override adds. */
export interface CustomCall {
  /** The operation's name in the override. */
  readonly operation: string;
  /** ISO 8601, on the virtual clock. */
  readonly at: string;
  readonly account: string;
  readonly mode: Mode;
  /** Named as in the override. Card numbers and CVVs are removed. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The recorded calls, oldest first. */
export interface CustomCalls {
  add(call: CustomCall): void;
  list(): CustomCall[];
}

/** A limit keeps a load test from filling the memory. */
const maxKept = 1000;

const secrets = new Set(["card_number", "cvv"]);

/** Stores the newest 1,000 calls in memory. */
export function createCustomCalls(): CustomCalls {
  const calls: CustomCall[] = [];
  return {
    add({ fields, ...call }) {
      const shown = Object.entries(fields).filter(([name]) => !secrets.has(name));
      calls.push({ ...call, fields: Object.fromEntries(shown) });
      if (calls.length > maxKept) calls.shift();
    },
    list: () => [...calls],
  };
}
