import { setTimeout } from "node:timers/promises";

import { numipayVerifier, verifiedEvent } from "@numipay/fastify";
import {
  exampleTransaction,
  type KnownExceptions,
  signDelivery,
  verifierCases,
} from "@numipay/testing";
import Fastify, { type FastifyInstance, type RouteHandlerMethod } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
const quiet = { signaturePassword, onOutcome: (): void => undefined };
let app = Fastify();

beforeEach(() => {
  app = Fastify();
});

afterEach(() => app.close());

const open = (): Promise<string> => app.listen({ host: "127.0.0.1", port: 0 });

const replyLater: RouteHandlerMethod = async (request, reply) => {
  const event = verifiedEvent(request);
  await setTimeout(1);
  return reply.code(202).type("application/json").send(JSON.stringify(event));
};

const parseAs = (scope: FastifyInstance, parsed: "buffer" | "string"): void => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: parsed }, (_request, body, done) => done(null, body));
};

const rejectedByParser: KnownExceptions = {
  "vector too-large": "the scope's parser has its own limit and responds 413 with its own body",
};

const hosts: [string, (scope: FastifyInstance) => void, KnownExceptions][] = [
  ["Fastify's own parsers", () => undefined, {}],
  ["a buffer parser added after it", (scope) => parseAs(scope, "buffer"), rejectedByParser],
  ["a string parser added after it", (scope) => parseAs(scope, "string"), rejectedByParser],
];

describe.each(hosts)("numipayVerifier with %s", (_name, prepare, exceptions) => {
  const cases = verifierCases(
    {
      async serve(options) {
        const host = Fastify();
        await host.register(async (scope) => {
          await scope.register(numipayVerifier(options));
          prepare(scope);
          scope.all("/verified", replyLater);
        });
        const url = await host.listen({ host: "127.0.0.1", port: 0 });
        return { url, close: () => host.close() };
      },
    },
    exceptions,
  );
  for (const { name, run } of cases) it(name, () => run());
});

describe("numipayVerifier", () => {
  it("does not affect routes and parsers outside its scope", async () => {
    app.post("/echo", (request) => ({ received: request.body }));
    await app.register(async (scope) => {
      await scope.register(numipayVerifier(quiet));
      scope.post("/verified", replyLater);
    });
    const url = await open();
    const signed = signDelivery({ hello: "there" }, { signaturePassword });
    expect(await (await fetch(`${url}/echo`, signed)).json()).toEqual({
      received: { hello: "there" },
    });
  });

  it("rejects a forged delivery before schema validation", async () => {
    const schema = { body: { type: "object", required: ["transaction_id"] } };
    await app.register(async (scope) => {
      await scope.register(numipayVerifier(quiet));
      scope.post("/verified", { schema }, replyLater);
    });
    const forged = signDelivery(exampleTransaction(), { signaturePassword: "x".repeat(30) });
    expect((await fetch(`${await open()}/verified`, forged)).status).toBe(401);
  });

  it("verifies injected requests", async () => {
    await app.register(async (scope) => {
      await scope.register(numipayVerifier(quiet));
      scope.post("/verified", replyLater);
    });
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const payload = Buffer.from(body);
    const response = await app.inject({ method: "POST", url: "/verified", headers, payload });
    expect(response.statusCode).toBe(202);
  });

  it("rejects options that only the webhook has", () => {
    expect(() => numipayVerifier({ ...quiet, inbox: {} } as object)).toThrow(
      /^inbox is not an option/,
    );
  });
});

describe("verifiedEvent", () => {
  it("throws if the verifier did not run", async () => {
    app.post("/bare", (request, reply) => {
      expect(() => verifiedEvent(request)).toThrow(/not verified. Add numipayVerifier\(\)/);
      return reply.code(202).send();
    });
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect((await fetch(`${await open()}/bare`, signed)).status).toBe(202);
  });
});
