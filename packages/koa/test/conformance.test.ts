import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { bodyParser } from "@koa/bodyparser";
import { numipayWebhook } from "@numipay/koa";
import { adapterCases, type AdapterUnderTest, type KnownExceptions } from "@numipay/testing";
import Koa3, { type Middleware } from "koa";
import Koa2 from "koa2";
import { koaBody } from "koa-body";
import { describe, test } from "vitest";

const versions: Record<string, typeof Koa3> = { "Koa 2": Koa2, "Koa 3": Koa3 };

const parsers: Record<string, (() => Middleware) | undefined> = {
  "no body parser": undefined,
  "@koa/bodyparser": () => bodyParser(),
  "@koa/bodyparser with text": () => bodyParser({ enableTypes: ["json", "form", "text"] }),
  "koa-body": () => koaBody() as Middleware,
};

/** In Koa an error of a middleware never reaches those behind it, so what a parser refuses is the parser's to answer. */
const refusedByTheParser: KnownExceptions = {
  "vector proto-key": "the parser before it refuses a body with a __proto__ key, with 400",
  "vector not-an-object-null": "the parser before it answers 400 to what is no object or array",
  "vector not-an-object-string": "the parser before it answers 400 to what is no object or array",
  "vector not-an-object-number": "the parser before it answers 400 to what is no object or array",
  "vector signed-no-json": "the parser before it answers 400 to what is no JSON",
  "vector truncated": "the parser before it answers 400 to what is no JSON",
  "a compressed body": "the parser before it answers what it cannot inflate",
  "all kinds of bad signature": "the parser before it answers 400 to what is no JSON",
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
    const holes = parser === undefined ? {} : refusedByTheParser;
    describe(`${version}, ${name}`, () => {
      test.each(adapterCases(adapter(Koa, parser), holes))("$name", ({ run }) => run());
    });
  }
}
