// @ts-check
// A service inside the house, as the relay's receivers are meant to be: it verifies the hop, and does each thing once.
import { Hono } from "hono";
import { verifyHop } from "../src/sign-hop.js";

/**
 * @typedef {{ type: string, contradicts: string | null, event: import("@numipay/core").Transaction }} Told
 * @typedef {ReturnType<typeof createService>} Service
 */

/** @param {string} relaySecret */
export function createService(relaySecret) {
  /** What was done, by idempotency key. @type {Map<string, Told>} */
  const done = new Map();
  /** @type {((request: Request) => Response | Promise<Response>)[]} */
  const failures = [];
  let requests = 0;
  /** @type {(told: Told) => void} */
  let tell = () => undefined;

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
    /** @type {Told} */
    const told = JSON.parse(body);
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
    /** @param {(told: Told) => void} listener called once for each event */
    onDone(listener) {
      tell = listener;
    },
    /** The next request is answered by this instead. @param {(request: Request) => Response | Promise<Response>} failure */
    failNext(failure) {
      failures.push(failure);
    },
  };
}
