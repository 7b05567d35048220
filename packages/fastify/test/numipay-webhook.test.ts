import { Readable } from "node:stream";
import { type FastifyWebhookOptions, numipayWebhook } from "@numipay/fastify";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import Fastify, { type preParsingHookHandler } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
let app = Fastify();

beforeEach(() => {
  app = Fastify();
});

afterEach(() => app.close());

const createWebhook = (options: FastifyWebhookOptions = {}) =>
  numipayWebhook({ signaturePassword, onOutcome: () => undefined, ...options });

const serve = (): Promise<string> => app.listen({ host: "127.0.0.1", port: 0 });

const deliver = async (url: string): Promise<number> =>
  (await fetch(url, signDelivery(exampleTransaction(), { signaturePassword }))).status;

describe("numipayWebhook", () => {
  it("serves only its path below the prefix", async () => {
    await app.register(createWebhook({ path: "/hook" }), { prefix: "/payments" });
    const url = await serve();
    expect(await deliver(`${url}/payments/hook`)).toBe(200);
    expect(await deliver(`${url}/hook`)).toBe(404);
  });

  it("does not affect the host's parsers", async () => {
    app.addContentTypeParser(
      "application/vnd.shop",
      { parseAs: "string" },
      (_request, body, done) => done(null, body),
    );
    await app.register(createWebhook());
    app.post("/echo", (request) => ({ received: request.body }));
    const url = await serve();
    const post = async (type: string, body: string) =>
      (
        await fetch(`${url}/echo`, { method: "POST", headers: { "content-type": type }, body })
      ).json();
    expect(await post("application/json", '{"a":1}')).toEqual({ received: { a: 1 } });
    expect(await post("application/vnd.shop", "beans")).toEqual({ received: "beans" });
  });

  it("passes Fastify's request to a password function", async () => {
    const byMerchant: FastifyWebhookOptions["signaturePassword"] = ({ params }) =>
      (params as { merchant: string }).merchant === "mine" ? signaturePassword : undefined;
    await app.register(createWebhook({ path: "/hooks/:merchant", signaturePassword: byMerchant }));
    const url = await serve();
    expect(await deliver(`${url}/hooks/mine`)).toBe(200);
    expect(await deliver(`${url}/hooks/unknown`)).toBe(401);
  });

  it("responds to injected requests", async () => {
    await app.register(createWebhook());
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const response = await app.inject({
      method: "POST",
      url: "/webhooks/numipay",
      headers,
      payload: Buffer.from(body),
    });
    expect([response.statusCode, response.json()]).toEqual([200, { outcome: "unhandled" }]);
  });

  it("verifies the sent bytes in strict mode", async () => {
    await app.register(createWebhook({ strict: true }));
    expect(await deliver(`${await serve()}/webhooks/numipay`)).toBe(200);
  });

  it("rejects an invalid option", () => {
    expect(() => numipayWebhook({ signaturePassword: "" })).toThrow(/^signaturePassword /);
  });
});

describe("numipayWebhook behind a hook that reads the body", () => {
  const hooks: Record<string, preParsingHookHandler> = {
    "and returns another stream": (request, _reply, payload, done) => {
      const chunks: Buffer[] = [];
      payload.on("data", (chunk: Buffer) => chunks.push(chunk));
      payload.on("end", () => done(null, Readable.from(chunks)));
    },
    "and continues": (_request, _reply, payload, done) => {
      payload.on("data", () => undefined);
      setImmediate(done);
    },
    "as text": (_request, _reply, payload, done) => {
      (payload as Readable).setEncoding("utf8");
      done();
    },
    "and pauses it": (_request, _reply, payload, done) => {
      (payload as Readable).pause();
      setImmediate(done);
    },
  };

  it.each(Object.entries(hooks))("verifies the sent bytes: %s", async (_what, hook) => {
    app.addHook("preParsing", hook);
    await app.register(createWebhook({ strict: true }), { prefix: "/payments" });
    expect(await deliver(`${await serve()}/payments/webhooks/numipay`)).toBe(200);
  });

  it("reports the cause if an injected body was read", async () => {
    const reasons: unknown[] = [];
    app.addHook("preParsing", hooks["and returns another stream"]!);
    await app.register(createWebhook({ onOutcome: ({ reason }) => reasons.push(reason) }));
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const payload = Buffer.from(body);
    const options = { method: "POST", url: "/webhooks/numipay", headers, payload } as const;
    expect((await app.inject(options)).statusCode).toBe(401);
    expect(reasons).toEqual([expect.stringMatching(/^another middleware has read the body/)]);
  });
});
