import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { bodyParser } from "@koa/bodyparser";
import { numipayWebhook } from "@numipay/koa";
import { adapterCases, type AdapterUnderTest, type KnownExceptions } from "@numipay/testing";
import Koa3, { type Middleware } from "koa";
import Koa2 from "koa2";
import { koaBody } from "koa-body";
import { describe, it } from "vitest";

const versions: Record<string, typeof Koa3> = { "Koa 2": Koa2, "Koa 3": Koa3 };

const parsers: Record<string, (() => Middleware) | undefined> = {
  "no body parser": undefined,
  "@koa/bodyparser": () => bodyParser(),
  "@koa/bodyparser with text": () => bodyParser({ enableTypes: ["json", "form", "text"] }),
  "koa-body": () => koaBody() as Middleware,
};

/**
 * In Koa, an error never reaches later middleware, so the parser itself responds to bodies that it rejects. Only another content type
 * would make it skip them, and before the request is routed it is unknown whether it is for the webhook.
 */
const rejectedByParser: KnownExceptions = {
  "vector proto-key": "the body parser rejects a __proto__ key with 400",
  "vector not-an-object-null": "the body parser rejects non-object JSON with 400",
  "vector not-an-object-string": "the body parser rejects non-object JSON with 400",
  "vector not-an-object-number": "the body parser rejects non-object JSON with 400",
  "vector signed-no-json": "the body parser rejects invalid JSON with 400",
  "vector truncated": "the body parser rejects invalid JSON with 400",
  "rejects a compressed body": "the body parser rejects a body that it cannot decompress",
  "responds the same to every bad signature": "the body parser rejects invalid JSON with 400",
};

function adapter(Koa: typeof Koa3, parser: (() => Middleware) | undefined): AdapterUnderTest {
  return {
    async serve(options, register) {
      const app = new Koa();
      app.silent = true;
      const webhook = numipayWebhook(options);
      register(webhook);
      if (parser !== undefined) app.use(parser());
      app.use(webhook);
      app.use((ctx) => {
        if (ctx.path === "/host") ctx.body = "host";
      });
      const server = app.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((resolve) => server.close(() => resolve())),
      };
    },
  };
}

for (const [version, Koa] of Object.entries(versions)) {
  for (const [name, parser] of Object.entries(parsers)) {
    const exceptions = parser === undefined ? {} : rejectedByParser;
    describe(`numipayWebhook on ${version}, ${name}`, () => {
      for (const { name: title, run } of adapterCases(adapter(Koa, parser), exceptions)) {
        it(title, () => run());
      }
    });
  }
}
