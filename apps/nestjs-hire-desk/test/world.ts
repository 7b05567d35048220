// @ts-check
import type { Engine } from "./describe-each-engine.js";
import type { World } from "../demo/start-world.js";
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";
import { signPayload } from "@numipay/core";
import { deleteQueues } from "./describe-each-engine.js";
import { startWorld } from "../demo/start-world.js";

/**
 * Two gateways, the desk and who goes there, over HTTP, until the test ends. What the desk logs is in `logs`. With a queue
 * (see `describe-each-engine.js`), "settled" includes that its workers have done everything.
 */
export async function openWorld({ redisUrl, newPlace }: Engine = {}) {
  const inbox = await newPlace?.();
  const logs: string[] = [];
  const keep = (...parts) => void logs.push(inspect(parts, { depth: null, showHidden: true }));
  const logger = { log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep };
  if (redisUrl === undefined) {
    const world = await startWorld({ logger, inbox });
    onTestFinished(() => world.close());
    return { ...world, logs };
  }
  const queue = { url: redisUrl, prefix: `hire-desk-test-${randomUUID()}` };
  const bulls = ["deposits", "refunds"].map(
    (name) => new Queue(name, { connection: { url: redisUrl }, prefix: queue.prefix }),
  );
  const world = await startWorld({ logger, inbox, queue });
  onTestFinished(async () => {
    await world.close();
    for (const bull of bulls) await bull.close();
    await deleteQueues(queue.prefix);
  });
  const settle = async () => {
    await world.settle();
    for (const bull of bulls) {
      await vi.waitFor(
        async () => {
          const { waiting, active, delayed } = await bull.getJobCounts();
          expect({ waiting, active, delayed }).toEqual({ waiting: 0, active: 0, delayed: 0 });
        },
        { timeout: 9000, interval: 5 },
      );
    }
  };
  return { ...world, settle, logs };
}

/** A drill whose deposit is paid. */
export async function paidHire(world: World, card) {
  const { body } = await world.customer.post("/api/hires", { tool: "drill", ...card });
  await world.settle();
  const hire = world.books.hires.get(body.id);
  if (hire === undefined) throw new Error("There is no hire");
  return hire;
}

/** Asks for a hire's deposit back, and says at the gateway's page where it goes. */
export async function refundInReview(world, hire) {
  const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
  await world.customer.submit(`${body.url}/northbank`, { action: "confirm" });
  await world.settle();
  return world.books.refunds.get(body.id);
}

/** Sends a webhook as a gateway would. */
export async function sendWebhook(url, payload, password) {
  const body = JSON.stringify(payload);
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  return answer.status;
}

/** The payload of a row's transaction. */
export function eventOf(row, changes = {}) {
  return {
    transaction_id: "made-in-a-test",
    user_id: row.customer,
    tracking_id: row.id,
    status: "successful",
    currency: "EUR",
    amount: "120.50",
    transaction_type: "deposit",
    ...changes,
  };
}
