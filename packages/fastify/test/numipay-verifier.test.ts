import { setTimeout } from "node:timers/promises";
import type { NumipayEvent } from "@numipay/core";
import { numipayVerifier, verifiedEvent } from "@numipay/fastify";
import {
  exampleTransaction,
  type KnownExceptions,
  signDelivery,
  verifierCases,
} from "@numipay/testing";
import Fastify, { type FastifyInstance, type RouteHandlerMethod } from "fastify";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, test } from "vitest";

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

const refusedByTheParser: KnownExceptions = {
  "vector too-large":
    "the parser that the scope adds has a limit of its own, and answers 413 in its own words",
};

const hosts: [string, (scope: FastifyInstance) => void, KnownExceptions][] = [
  ["Fastify's own parsers", () => undefined, {}],
  [
    "a parser that the scope adds after it",
    (scope) => parseAs(scope, "buffer"),
    refusedByTheParser,
  ],
  ["a parser of texts added after it", (scope) => parseAs(scope, "string"), refusedByTheParser],
];

describe.each(hosts)("beside %s", (_name, prepare, holes) => {
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
    holes,
  );
  test.each(cases)("$name", ({ run }) => run());
});

it("leaves routes and parsers outside its scope to the host", async () => {
  app.post("/echo", (request) => ({ got: request.body }));
  await app.register(async (scope) => {
    await scope.register(numipayVerifier(quiet));
    scope.post("/verified", replyLater);
  });
  const url = await open();
  const signed = signDelivery({ hello: "there" }, { signaturePassword });
  expect(await (await fetch(`${url}/echo`, signed)).json()).toEqual({ got: { hello: "there" } });
});

it("refuses before a schema of the route does", async () => {
  const schema = { body: { type: "object", required: ["transaction_id"] } };
  await app.register(async (scope) => {
    await scope.register(numipayVerifier(quiet));
    scope.post("/verified", { schema }, replyLater);
  });
  const forged = signDelivery(exampleTransaction(), { signaturePassword: "x".repeat(30) });
  expect((await fetch(`${await open()}/verified`, forged)).status).toBe(401);
});

it("verifies an injected request too", async () => {
  await app.register(async (scope) => {
    await scope.register(numipayVerifier(quiet));
    scope.post("/verified", replyLater);
  });
  const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
  const payload = Buffer.from(body);
  const response = await app.inject({ method: "POST", url: "/verified", headers, payload });
  expect(response.statusCode).toBe(202);
});

describe("verifiedEvent", () => {
  it("throws when the verifier did not run", async () => {
    app.post("/bare", (request, reply) => {
      expect(() => verifiedEvent(request)).toThrow(/not verified. Put numipayVerifier\(\)/);
      return reply.code(202).send();
    });
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect((await fetch(`${await open()}/bare`, signed)).status).toBe(202);
  });

  it("is typed", () => {
    expectTypeOf(verifiedEvent).returns.toEqualTypeOf<NumipayEvent>();
  });
});

describe("numipayVerifier", () => {
  it("refuses an option of the webhook that it does not have", () => {
    expect(() => numipayVerifier({ ...quiet, inbox: {} } as object)).toThrow(
      /^inbox: is no option/,
    );
  });
});
