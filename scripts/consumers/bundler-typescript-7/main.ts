// What Next, Vite and Wrangler set up: TypeScript 7 with the resolution of bundlers. Hono, and a route handler of Next.
import assert from "node:assert/strict";
import { serve } from "@hono/node-server";
import { numipayWebhook, signPayload } from "@numipay/core";
import { Hono } from "hono";

const signaturePassword = "a-signature-password-of-30-chars";
const credited: string[] = [];
const webhook = numipayWebhook({ signaturePassword }).on("deposit.successful", (event) => {
  credited.push(event.tracking_id);
});

/** As in a `route.ts` of Next. */
export const POST: (request: Request) => Promise<Response> = webhook.fetch;

function deliveryOf(tracking_id: string): RequestInit {
  const payload = {
    transaction_id: `gateway-${tracking_id}`,
    user_id: "user-1",
    tracking_id,
    status: "successful",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "deposit",
  };
  return {
    method: "POST",
    headers: { "x-signature": signPayload(payload, signaturePassword) },
    body: JSON.stringify(payload),
  };
}

const path = "/webhooks/numipay";
const app = new Hono().post(path, (context) => webhook.fetch(context.req.raw));
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  void (async () => {
    const onHono = await fetch(`http://127.0.0.1:${port}${path}`, deliveryOf("hono"));
    const onNext = await POST(new Request(`http://shop.test${path}`, deliveryOf("next")));
    assert.deepEqual([onHono.status, onNext.status], [200, 200]);
    assert.deepEqual(credited, ["hono", "next"]);
    server.close();
    console.log("ok");
  })();
});
