import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { Readable } from "node:stream";
import middie from "@fastify/middie";
import swagger from "@fastify/swagger";
import { type FastifyWebhookOptions, numipayVerifier, numipayWebhook } from "@numipay/fastify";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import express from "express";
import Fastify, { type preParsingHookHandler } from "fastify";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

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

/** With node:http, because fetch rejects an empty content type. */
async function deliverAs(url: string, type: string): Promise<number | undefined> {
  const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
  const typed = { ...headers, "content-type": type, connection: "close" };
  const outgoing = sendRequest(url, { method: "POST", headers: typed }).end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  return response.resume().statusCode;
}

const inject = () => {
  const { headers, body: payload } = signDelivery(exampleTransaction(), { signaturePassword });
  return app.inject({ method: "POST", url: "/webhooks/numipay", headers, payload });
};

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

  it.each([{}, { routerOptions: { ignoreTrailingSlash: true } }])(
    "serves its path with a trailing slash: %o",
    async (options) => {
      app = Fastify(options);
      await app.register(createWebhook(), { prefix: "/api" });
      await app.register(createWebhook({ path: "/" }), { prefix: "/bare" });
      const url = await serve();
      for (const path of ["/api/webhooks/numipay", "/bare"]) {
        expect(await deliver(url + path)).toBe(200);
        expect(await deliver(`${url}${path}/?from=gateway`)).toBe(200);
      }
      expect(await deliver(`${url}/api/webhooks/numipay/more`)).toBe(404);
    },
  );

  it.each(["hooks/numipay", "/hooks/numipay/"])("serves its path given as %s", async (path) => {
    await app.register(createWebhook({ path }));
    const url = await serve();
    expect(await deliver(`${url}/hooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/`)).toBe(200);
  });

  it("serves its prefix if its path is empty", async () => {
    await app.register(createWebhook({ path: "" }), { prefix: "/bare" });
    const url = await serve();
    expect(await deliver(`${url}/bare`)).toBe(200);
    expect(await deliver(`${url}/bare/`)).toBe(200);
  });

  it.each(["/hooks/*", "/hooks/:merchant?"])("serves the pattern %s", async (path) => {
    await app.register(createWebhook({ path }));
    expect(await deliver(`${await serve()}/hooks/any`)).toBe(200);
  });

  // Fastify responds 415 to these before it selects a parser.
  it.each(["", "json", "application/json, application/json", "/json", "text /plain"])(
    "accepts the content type %o",
    async (type) => {
      await app.register(createWebhook({ strict: true }));
      await app.register(async (scope) => {
        await scope.register(numipayVerifier({ signaturePassword }));
        scope.post("/verified", (_request, reply) => reply.code(202).send());
      });
      app.post("/host", () => "host");
      const url = await serve();
      expect(await deliverAs(`${url}/webhooks/numipay`, type)).toBe(200);
      expect(await deliverAs(`${url}/verified`, type)).toBe(202);
      expect(await deliverAs(`${url}/host`, type)).toBe(415);
    },
  );

  it("keeps a valid content type for the host's hooks", async () => {
    const types: unknown[] = [];
    app.addHook("preHandler", async ({ headers }) => void types.push(headers["content-type"]));
    await app.register(createWebhook());
    const url = `${await serve()}/webhooks/numipay`;
    for (const type of ["text/plain; charset=utf-8", "application/vnd.api+json"]) {
      expect(await deliverAs(url, type)).toBe(200);
    }
    expect(types).toEqual(["text/plain; charset=utf-8", "application/vnd.api+json"]);
  });

  it("is not part of the documents of @fastify/swagger", async () => {
    await app.register(swagger, { openapi: {} });
    await app.register(createWebhook());
    await app.ready();
    expect(app.swagger().paths).toEqual({});
  });

  it("warns about a prefix that repeats its path", async () => {
    const log = vi.spyOn(console, "warn").mockReturnValue();
    await app.register(createWebhook(), { prefix: "/webhooks/numipay" });
    await app.register(createWebhook(), { prefix: "/api" });
    await app.ready();
    expect(log.mock.calls).toEqual([
      [
        expect.stringContaining(
          "mounted at /webhooks/numipay and serves /webhooks/numipay/webhooks",
        ),
      ],
    ]);
    log.mockRestore();
  });

  describe("without a logger", () => {
    const lines: Record<string, unknown>[] = [];
    const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
    const failing = () =>
      numipayWebhook({ signaturePassword }).on("*", () => {
        throw new Error("no ledger");
      });

    beforeEach(() => void (lines.length = 0));

    it("logs to the app's logger", async () => {
      const printed = vi.spyOn(console, "error").mockReturnValue();
      app = Fastify({ logger: { level: "warn", stream } });
      await app.register(failing());
      expect((await inject()).statusCode).toBe(500);
      expect(lines).toMatchObject([
        {
          msg: expect.stringMatching(/^numipay: handler-failed deposit\.successful/),
          err: { message: "no ledger" },
          numipay: { outcome: "handler-failed" },
        },
      ]);
      expect(printed).not.toHaveBeenCalled();
      printed.mockRestore();
    });

    it("logs to the console if the app does not log", async () => {
      const printed = vi.spyOn(console, "error").mockReturnValue();
      await app.register(failing());
      expect((await inject()).statusCode).toBe(500);
      expect(printed).toHaveBeenCalledTimes(1);
      printed.mockRestore();
    });

    it("logs rejections of the verifier to the app's logger", async () => {
      app = Fastify({ logger: { level: "warn", stream } });
      await app.register(async (scope) => {
        await scope.register(
          numipayVerifier({ signaturePassword: "another-password-of-30-chars-0" }),
        );
        scope.post("/webhooks/numipay", () => "");
      });
      expect((await inject()).statusCode).toBe(401);
      expect(lines).toMatchObject([{ level: 40, numipay: { outcome: "bad-signature" } }]);
    });

    it("warns about a repeated prefix in the app's log", async () => {
      app = Fastify({ logger: { level: "warn", stream } });
      await app.register(createWebhook(), { prefix: "/webhooks/numipay" });
      await app.ready();
      expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining("is mounted at") }]);
    });
  });

  it("prefers a given logger to the app's", async () => {
    const error = vi.fn();
    const stream = { write: vi.fn() };
    app = Fastify({ logger: { level: "warn", stream } });
    const webhook = numipayWebhook({ signaturePassword, logger: { error, warn: () => undefined } });
    await app.register(webhook.on("*", () => Promise.reject(new Error("no ledger"))));
    await inject();
    expect(error).toHaveBeenCalledTimes(1);
    expect(stream.write).not.toHaveBeenCalled();
  });

  it("rejects an onOutcome that is not a function", () => {
    const onOutcome = "log" as unknown as () => void;
    expect(() => numipayWebhook({ signaturePassword, onOutcome })).toThrow(/^onOutcome must be/);
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
    const response = await inject();
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

  it("reads an injected body from the hook's stream", async () => {
    app.addHook("preParsing", hooks["and returns another stream"]!);
    await app.register(createWebhook({ strict: true }));
    expect((await inject()).statusCode).toBe(200);
  });

  it("reports the cause if an injected body was read", async () => {
    const reasons: unknown[] = [];
    app.addHook("preParsing", async (_request, _reply, payload) => {
      for await (const _chunk of payload);
    });
    await app.register(createWebhook({ onOutcome: ({ reason }) => reasons.push(reason) }));
    expect((await inject()).statusCode).toBe(401);
    expect(reasons).toEqual([expect.stringMatching(/^another middleware has read the body/)]);
  });
});

describe("numipayWebhook behind express.json() of @fastify/middie", () => {
  const post = async (url: string): Promise<Response> => {
    const headers = { "content-type": "application/json", "x-signature": "A".repeat(40) };
    return fetch(url, { method: "POST", headers, body: "{" });
  };

  it("responds to the parser errors of its own route only", async () => {
    await app.register(middie);
    app.use(express.json());
    await app.register(createWebhook());
    app.setErrorHandler(async (_error, _request, reply) => reply.code(418).send("host"));
    app.post("/host", () => "host");
    const url = await serve();
    expect((await post(`${url}/webhooks/numipay`)).status).toBe(401);
    expect((await post(`${url}/host`)).status).toBe(418);
  });

  it("passes other errors to the host's error handler", async () => {
    await app.register(middie);
    app.use(() => {
      throw new Error("The session store is unreachable.");
    });
    app.setErrorHandler(async (error: Error, _request, reply) =>
      reply.code(418).send(error.message),
    );
    await app.register(createWebhook());
    const response = await post(`${await serve()}/webhooks/numipay`);
    expect([response.status, await response.text()]).toEqual([
      418,
      "The session store is unreachable.",
    ]);
  });
});
