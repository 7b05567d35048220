import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { bodyParser } from "@koa/bodyparser";
import { Router } from "@koa/router";

import { numipayVerifier, type NumipayState, verifiedEvent } from "@numipay/koa";
import {
  exampleTransaction,
  type KnownExceptions,
  type ServedAdapter,
  signDelivery,
  verifierCases,
} from "@numipay/testing";
import Koa3, { type Middleware } from "koa";
import { koaBody } from "koa-body";
import Koa2 from "koa2";
import { afterEach, describe, expect, it } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
const quiet = { signaturePassword, onOutcome: (): void => undefined };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(app: {
  listen: (port: number, host: string) => Server;
}): Promise<ServedAdapter> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function open(app: Parameters<typeof serve>[0]): Promise<string> {
  const served = await serve(app);
  closers.push(() => served.close());
  return served.url;
}

const replyLater: Middleware = async (ctx) => {
  const event = verifiedEvent(ctx);
  await setTimeout(1);
  ctx.status = 202;
  ctx.type = "json";
  ctx.body = JSON.stringify(event);
};

/** In Koa, an error never reaches later middleware, so the parser itself responds to bodies that it rejects. */
const rejectedByParser: KnownExceptions = {
  "vector proto-key": "the body parser rejects a __proto__ key with 400",
  "vector not-an-object-null": "the body parser responds 400 with its own body",
  "vector not-an-object-string": "the body parser responds 400 with its own body",
  "vector not-an-object-number": "the body parser responds 400 with its own body",
  "vector signed-no-json": "the body parser rejects invalid JSON with 400",
  "vector too-large": "the body parser responds 413 with its own body",
  "vector truncated": "the body parser rejects invalid JSON with 400",
  "rejects a compressed body": "the body parser rejects a body that it cannot decompress",
};

const parsers: [string, Middleware[], KnownExceptions][] = [
  ["no body parser", [], {}],
  ["@koa/bodyparser", [bodyParser()], rejectedByParser],
  ["koa-body", [koaBody() as Middleware], rejectedByParser],
];

describe.each([
  ["Koa 2", Koa2],
  ["Koa 3", Koa3],
])("numipayVerifier on %s", (_version, Koa) => {
  describe.each(parsers)("behind %s", (_name, before, exceptions) => {
    const cases = verifierCases(
      {
        serve(options) {
          const app = new Koa();
          app.silent = true;
          for (const parser of before) app.use(parser);
          const router = new Router().all("/verified", numipayVerifier(options), replyLater);
          return serve(app.use(router.routes()));
        },
      },
      exceptions,
    );
    for (const { name, run } of cases) it(name, () => run());
  });
});

describe("numipayVerifier", () => {
  it("stores a rejection in ctx.state", async () => {
    const logged: (string | undefined)[] = [];
    const app = new Koa3<NumipayState>();
    app.use(async (ctx, next) => {
      await next();
      logged.push(ctx.state.numipay?.outcome);
    });
    app.use(numipayVerifier(quiet)).use(replyLater);
    const url = await open(app);
    await fetch(url, signDelivery(exampleTransaction(), { signaturePassword }));
    await fetch(url, signDelivery(exampleTransaction(), { signaturePassword: "x".repeat(30) }));
    expect(logged).toEqual([undefined, "bad-signature"]);
  });

  it("rejects options that only the webhook has", () => {
    expect(() => numipayVerifier({ ...quiet, inbox: {} } as object)).toThrow(
      /^inbox is not an option/,
    );
  });
});

describe("verifiedEvent", () => {
  it("throws if the verifier did not run", async () => {
    const app = new Koa3().use((ctx) => {
      expect(() => verifiedEvent(ctx)).toThrow(/not verified. Add numipayVerifier\(\)/);
      ctx.status = 202;
    });
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect((await fetch(await open(app), signed)).status).toBe(202);
  });
});
