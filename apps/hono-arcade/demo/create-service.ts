// @ts-check
// A service inside the house, as the relay's receivers are meant to be: it verifies the hop, and does each thing once.
import type { Transaction } from "@numipay/core";
import { Hono } from "hono";
import { verifyHop } from "../src/sign-hop.js";

export interface Told {
  type: string;
  contradicts: string | null;
  event: Transaction;
}

export type Service = ReturnType<typeof createService>;

export function createService(relaySecret: string) {
  /** What was done, by idempotency key. */
  const done: Map<string, Told> = new Map();
  const failures: ((request: Request) => Response | Promise<Response>)[] = [];
  let requests = 0;
  let tell: (told: Told) => void = () => undefined;

  const app = new Hono();
  app.post("/events", async (c) => {
    requests += 1;
    const failure = failures.shift();
    if (failure !== undefined) return failure(c.req.raw);

    const body = await c.req.text();
    const idempotencyKey = c.req.header("idempotency-key") ?? "";
    const hop = {
      sentAt: c.req.header("relay-sent-at") ?? "",
      signature: c.req.header("relay-signature") ?? "",
      idempotencyKey,
      body,
    };
    if (!(await verifyHop(hop, relaySecret))) return c.text("not from the relay", 401);
    // A repetition is a success: it was done, and the relay need not ask again.
    if (done.has(idempotencyKey)) return c.body(null, 204);
    const told: Told = JSON.parse(body);
    done.set(idempotencyKey, told);
    tell(told);
    return c.body(null, 204);
  });

  return {
    app,
    done,
    /** Every request, repetitions and failures too. */
    requests: () => requests,
    /** Events by name, in the order in which they were done. */
    types: () => [...done.values()].map(({ type }) => type),
    /** @param listener called once for each event */
    onDone(listener: (told: Told) => void) {
      tell = listener;
    },
    /** The next request is answered by this instead. */
    failNext(failure: (request: Request) => Response | Promise<Response>) {
      failures.push(failure);
    },
  };
}
