// An internal service that receives events from the relay: it verifies each request and processes each event once.
import type { Transaction } from "@numipay/core";
import { Hono } from "hono";
import { verifyRequest } from "../src/sign-request.js";

export interface ReceivedEvent {
  type: string;
  contradicts: string | null;
  event: Transaction;
}

/** A response that replaces the service's own, or a promise that never resolves. */
export type FailureHandler = (request: Request) => Response | Promise<Response>;

export type Service = ReturnType<typeof createService>;

export function createService(relaySecret: string) {
  /** Processed events by idempotency key. */
  const processed = new Map<string, ReceivedEvent>();
  const failures: FailureHandler[] = [];
  let requestCount = 0;
  const listeners = new Set<(received: ReceivedEvent) => void>();

  const app = new Hono();
  app.post("/events", async (c) => {
    requestCount += 1;
    const failure = failures.shift();
    if (failure !== undefined) return failure(c.req.raw);

    const body = await c.req.text();
    const idempotencyKey = c.req.header("idempotency-key") ?? "";
    const request = {
      sentAt: c.req.header("relay-sent-at") ?? "",
      signature: c.req.header("relay-signature") ?? "",
      idempotencyKey,
      body,
    };
    if (!(await verifyRequest(request, relaySecret))) return c.text("Invalid signature.", 401);
    // A duplicate is a success: otherwise the relay would send it again.
    if (processed.has(idempotencyKey)) return c.body(null, 204);
    const received = JSON.parse(body) as ReceivedEvent;
    processed.set(idempotencyKey, received);
    for (const listener of listeners) listener(received);
    return c.body(null, 204);
  });

  return {
    app,
    processed,
    /** Counts all requests, including duplicates and failures. */
    requestCount: () => requestCount,
    /** The types of the processed events, in order. */
    types: () => [...processed.values()].map(({ type }) => type),
    /**
     * @param listener called once for each processed event
     * @returns a function that removes the listener
     */
    onProcessed(listener: (received: ReceivedEvent) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Lets `failure` respond to the next request. */
    failNext(failure: FailureHandler) {
      failures.push(failure);
    },
  };
}
