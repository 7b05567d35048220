import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { signPayload, type Transaction } from "@numipay/core";
import { Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";
import type { CardForm } from "../dist/demo/http-client.js";
import { startWorld, type World as DemoWorld } from "../dist/demo/start-world.js";
import type { Hire } from "../dist/src/store/hire.js";
import type { Refund } from "../dist/src/store/refund.js";
import { deleteQueues, type Engine, onAnyDatabase } from "./describe-each-engine.js";

export interface World extends DemoWorld {
  /** Everything the desk logged, as text. */
  logs: string[];
}

/** Starts two gateways and the desk until the test ends. With a queue, `flush` also waits for its workers. */
export async function openWorld({ redisUrl, newDatabase }: Engine = onAnyDatabase): Promise<World> {
  const database = await newDatabase();
  const logs: string[] = [];
  const keep = (...parts: unknown[]): void => {
    logs.push(inspect(parts, { depth: null, showHidden: true }));
  };
  const logger = { log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep };
  if (redisUrl === undefined) {
    const world = await startWorld({ logger, database });
    onTestFinished(() => world.close());
    return { ...world, logs };
  }
  const queue = { url: redisUrl, prefix: `hire-desk-test-${randomUUID()}` };
  const bullQueues = ["deposits", "refunds"].map(
    (name) => new Queue(name, { connection: { url: redisUrl }, prefix: queue.prefix }),
  );
  const world = await startWorld({ logger, database, queue });
  onTestFinished(async () => {
    await world.close();
    for (const bullQueue of bullQueues) await bullQueue.close();
    await deleteQueues(queue.prefix);
  });
  const flush = async () => {
    await world.flush();
    for (const bullQueue of bullQueues) await waitUntilIdle(bullQueue);
  };
  return { ...world, flush, logs };
}

async function waitUntilIdle(queue: Queue): Promise<void> {
  await vi.waitFor(
    async () => {
      const { waiting, active, delayed } = await queue.getJobCounts();
      expect({ waiting, active, delayed }).toEqual({ waiting: 0, active: 0, delayed: 0 });
    },
    { timeout: 25_000, interval: 5 },
  );
}

export async function findHire({ store }: World, id: string): Promise<Hire> {
  const hire = await store.findHire(id);
  if (hire === null) throw new Error(`Hire ${id} not found.`);
  return hire;
}

export async function findRefund({ store }: World, id: string): Promise<Refund> {
  const refund = await store.findRefund(id);
  if (refund === null) throw new Error(`Refund ${id} not found.`);
  return refund;
}

/** Hires a drill and pays its deposit. */
export async function paidHire(world: World, card: CardForm): Promise<Hire> {
  const { body } = await world.customer.post("/api/hires", { tool: "drill", ...card });
  await world.flush();
  return findHire(world, body.id);
}

/** Requests a refund and confirms it at the gateway's page. */
export async function refundInReview(world: World, hire: Hire): Promise<Refund> {
  const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
  await world.customer.submit(`${body.url}/northbank`, { action: "confirm" });
  await world.flush();
  return findRefund(world, body.id);
}

/** Posts a signed webhook and returns the response's status. */
export async function sendWebhook(url: string, payload: object, password: string): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** Creates the event of a paid drill, with changes. */
export function createEvent(
  { id, customer }: Pick<Hire, "id" | "customer">,
  changes: Partial<Transaction> = {},
) {
  return {
    transaction_id: "test-transaction",
    user_id: customer,
    tracking_id: id,
    status: "successful",
    currency: "EUR",
    amount: "120.50",
    transaction_type: "deposit",
    ...changes,
  };
}
