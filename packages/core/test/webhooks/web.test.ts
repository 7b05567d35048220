import { describe, expect, it, onTestFinished, vi } from "vitest";
import { signPayload } from "../../src/protocol/signature.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
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

describe("a body beside the request", () => {
  const used = async (): Promise<Request> => {
    const one = request();
    await one.text();
    return one;
  };

  it.each<[string, Uint8Array | string | object, number]>([
    ["text", text, 200],
    ["bytes", new TextEncoder().encode(text), 200],
    ["a Buffer", Buffer.from(text), 200],
    ["an ArrayBuffer", new TextEncoder().encode(text).buffer, 200],
    ["another view", new DataView(new TextEncoder().encode(text).buffer), 200],
    ["other text", text.replace("200.00", "2000.00"), 401],
    ["text over the limit", " ".repeat(70_000), 413],
  ])("is used: %s", async (_name, rawBody, status) => {
    expect((await webhook().fetch(await used(), rawBody)).status).toBe(status);
  });

  it.each([{ env: text }, [text], undefined])("is ignored: %j", async (other) => {
    expect((await webhook().fetch(request(), other)).status).toBe(200);
  });
});

describe("without a password", () => {
  const withoutPassword = () => {
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const reasons: (string | undefined)[] = [];
    return {
      reasons,
      webhook: numipayWebhook({ onOutcome: ({ reason }) => reasons.push(reason) }),
    };
  };

  it("is created, and rejects deliveries as misconfigured", async () => {
    const { reasons, webhook: created } = withoutPassword();
    const response = await created.fetch(request());
    expect([response.status, await response.json()]).toEqual([401, { outcome: "bad-signature" }]);
    expect(reasons).toEqual([
      expect.stringMatching(/^misconfigured: signaturePassword is missing/),
    ]);
    await expect(created.ping()).rejects.toThrow(/^signaturePassword is missing/);
  });

  it("reads the environment at the first delivery", async () => {
    const { webhook: created } = withoutPassword();
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", password);
    expect((await created.fetch(request())).status).toBe(200);
    await created.ping();
  });

  it("rejects an invalid option at once", () => {
    expect(() => numipayWebhook({ signaturePassword: "" })).toThrow(/^signaturePassword/);
  });
});

describe("ping", () => {
  it("rejects while the inbox is unavailable", async () => {
    const ping = (): Promise<void> => Promise.reject(new Error("no database"));
    const created = numipayWebhook({
      signaturePassword: password,
      inbox: { ...memoryInbox(), ping },
    });
    await expect(created.ping()).rejects.toThrow("no database");
    await webhook().ping();
  });
});

describe("something other than a Request", () => {
  const event = request();
  it.each<[string, unknown]>([
    ["an event of SvelteKit", { request: event, url: new URL(event.url), params: {} }],
    ["an event of h3", { method: "POST", headers: event.headers, path: "/hooks" }],
    ["a context of Elysia", { request: event, headers: {}, body: {} }],
    ["a request of Node", { method: "POST", headers: {}, url: "/hooks" }],
    ["nothing", undefined],
  ])("is rejected with what to do: %s", async (_name, argument) => {
    const reasons: unknown[] = [];
    const { fetch } = numipayWebhook({
      signaturePassword: password,
      onOutcome: ({ reason }) => reasons.push(reason),
    });
    expect((await fetch(argument as Request)).status).toBe(401);
    expect(reasons).toEqual([
      "misconfigured: request is not a Request. Call webhook.fetch with the Request of your framework's event or context, such as event.request.",
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
  it("rejects a body over the limit, and leaves its stream open", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(new Uint8Array(100_000));
    const response = await webhook().fetch(
      request({ body: readable, duplex: "half" } as RequestInit),
    );
    expect(response.status).toBe(413);
    // A canceled stream would reject these, and one that is not read would not resolve them.
    for (let count = 0; count < 20; count += 1) await writer.write(new Uint8Array(100_000));
    await writer.close();
  });

  it("stops reading a body over the limit when its connection closes", async () => {
    let fail = (_error: Error): void => {};
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(100_000));
        fail = (error) => controller.error(error);
      },
    });
    const response = await webhook().fetch(
      request({ body: broken, duplex: "half" } as RequestInit),
    );
    expect(response.status).toBe(413);
    // An unhandled rejection would fail this file.
    fail(new Error("connection reset"));
    await new Promise((resolve) => setImmediate(resolve));
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
