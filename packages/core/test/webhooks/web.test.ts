import { describe, expect, it } from "vitest";
import { signPayload } from "../../src/protocol/signature.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password, transaction } from "./fixture.js";

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

describe("numipayWebhook", () => {
  it("responds to a delivery without this", async () => {
    const seen: string[] = [];
    const { fetch } = webhook().on("*", (event) => void seen.push(event.tracking_id));
    const response = await fetch(request());
    expect([response.status, await response.json(), seen]).toEqual([
      200,
      { outcome: "processed" },
      ["o-1"],
    ]);
  });
});

describe("an already read body", () => {
  it.each([
    ["completely", (used: Request) => used.text()],
    ["by an open reader", async (used: Request) => void used.body?.getReader()],
  ])("is rejected with a reason if read %s", async (_what, use) => {
    const reasons: unknown[] = [];
    const used = request();
    await use(used);
    const { fetch } = numipayWebhook({
      signaturePassword: password,
      onOutcome: ({ reason }) => reasons.push(reason),
    });
    expect((await fetch(used)).status).toBe(401);
    expect(reasons).toEqual([expect.stringMatching(/^the request body was already read/)]);
  });
});

describe("numipayWebhook", () => {
  it("rejects a body over the limit while reading", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const response = await webhook().fetch(
      request({ body: endless, duplex: "half" } as RequestInit),
    );
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20);
  });

  it("rejects an incomplete body", async () => {
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

  it("rejects a request without a body", async () => {
    expect((await webhook().fetch(request({ body: null }))).status).toBe(401);
  });
});
