import { describe, expect, it, test } from "vitest";
import { signPayload } from "../../src/protocol/signature.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password, transaction } from "./stage.js";

const text = JSON.stringify(transaction);

function request(init: RequestInit = {}): Request {
  const headers = { "x-signature": signPayload(text, password) };
  return new Request("https://shop.example/hooks", {
    method: "POST",
    headers,
    body: text,
    ...init,
  });
}

const webhook = () => numipayWebhook({ signaturePassword: password, onOutcome: () => undefined });

test("fetch stands alone and answers a delivery", async () => {
  const seen: string[] = [];
  const { fetch } = webhook().on("*", (event) => void seen.push(event.tracking_id));
  const response = await fetch(request());
  expect([response.status, await response.json(), seen]).toEqual([
    200,
    { outcome: "processed" },
    ["o-1"],
  ]);
});

describe("a body that was read before", () => {
  it.each([
    ["whole", (used: Request) => used.text()],
    ["by an open reader", async (used: Request) => void used.body?.getReader()],
  ])("%s is refused with the reason", async (_what, use) => {
    const reasons: unknown[] = [];
    const used = request();
    await use(used);
    const { fetch } = numipayWebhook({
      signaturePassword: password,
      onOutcome: ({ reason }) => reasons.push(reason),
    });
    expect((await fetch(used)).status).toBe(401);
    expect(reasons).toEqual([expect.stringMatching(/^the request's body was read before/)]);
  });
});

test("a body past the limit is refused while it is read", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(100_000));
    },
  });
  const response = await webhook().fetch(request({ body: endless, duplex: "half" } as RequestInit));
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(20);
});

test("a body that breaks off is refused", async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, 50)));
      controller.error(new Error("connection reset"));
    },
  });
  expect(
    (await webhook().fetch(request({ body: broken, duplex: "half" } as RequestInit))).status,
  ).toBe(401);
});

test("a request without a body is refused", async () => {
  expect((await webhook().fetch(request({ body: null }))).status).toBe(401);
});
