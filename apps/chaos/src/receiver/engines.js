import { memoryInbox } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { call } from "./call.js";

/**
 * One engine a mode: an inbox, the effect that its documentation asks for, and how the process lets go of it. An effect
 * appends to the ledger; it returns false where its holder is from the past.
 *
 * @typedef {{ inbox: any, effect: (entry: object, tx: any) => Promise<boolean>, read?: () => Promise<object[]>, close?: () => Promise<void> }} Engine
 * @type {Record<string, (settings: any) => Promise<Engine>>}
 */
export const engines = {
  memory: async ({ ledgerUrl, effect }) => ({
    inbox: memoryInbox(),
    effect: outside(ledgerUrl, effect),
  }),

  /** The port's own rules behind a network, with leases: what any leased engine amounts to. */
  leased: async ({ ledgerUrl, effect }) => ({
    inbox: {
      claim: (change) => call(ledgerUrl, "claim", { change: toPlain(change) }),
      complete: (change, lease) => call(ledgerUrl, "complete", { change: toPlain(change), lease }),
      release: (change, lease) => call(ledgerUrl, "release", { change: toPlain(change), lease }),
    },
    effect: outside(ledgerUrl, effect),
  }),

  redis: async ({ ledgerUrl, effect, storePort, leaseMs }) => {
    const client = new Redis({ port: storePort, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
    // While the store is down the client says so again and again; each delivery is told as well.
    client.on("error", () => undefined);
    return {
      inbox: redisInbox({ client, leaseMs, timeoutMs: 2000, onWarning: () => undefined }),
      effect: outside(ledgerUrl, effect),
      close: async () => client.disconnect(),
    };
  },
};

/** An effect in another system: it cannot commit together with the record. */
function outside(ledgerUrl, name) {
  return async (entry) => {
    const answer = /** @type {{ taken: boolean }} */ (await call(ledgerUrl, name, { entry }));
    return answer.taken;
  };
}

/** `content` is read from the change on demand and would not be copied. */
function toPlain({ key, transactionKey, status, rank, content }) {
  return { key, transactionKey, status, rank, content };
}
