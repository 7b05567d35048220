// @ts-check
import type { Host } from "./serve-listener.js";
import { bodyParser } from "@koa/bodyparser";
import { numipayWebhook } from "@numipay/koa";
import Koa3 from "koa";
import Koa2 from "koa2";
import { koaBody } from "koa-body";
import { serveListener } from "./serve-listener.js";

const versions: Record<string, typeof Koa3> = { "Koa 2": Koa2, "Koa 3": Koa3 };

const parsers: Record<string, (() => any) | undefined> = {
  "no body parser": undefined,
  "@koa/bodyparser": () => bodyParser(),
  "@koa/bodyparser with text": () => bodyParser({ enableTypes: ["json", "form", "text"] }),
  "koa-body": () => koaBody(),
};

/** In Koa an error of a middleware never reaches those behind it, so what a parser refuses is the parser's to answer. */
const refusedByTheParser = {
  "vector proto-key": "the parser before it refuses a body with a __proto__ key, with 400",
  "vector not-an-object-null": "the parser before it answers 400 to what is no object or array",
  "vector not-an-object-string": "the parser before it answers 400 to what is no object or array",
  "vector not-an-object-number": "the parser before it answers 400 to what is no object or array",
  "vector signed-no-json": "the parser before it answers 400 to what is no JSON",
  "vector truncated": "the parser before it answers 400 to what is no JSON",
  "a compressed body": "the parser before it answers what it cannot inflate",
  "all kinds of bad signature": "the parser before it answers 400 to what is no JSON",
};

export const hosts: Host[] = Object.entries(versions).flatMap(([adapter, Koa]) =>
  Object.entries(parsers).map(([situation, parser]) => ({
    adapter,
    situation,
    ...(parser !== undefined && { holes: refusedByTheParser }),
    server: {
      serve(options, register) {
        const app = new Koa();
        app.silent = true;
        const webhook = numipayWebhook(options);
        register(webhook);
        if (parser !== undefined) app.use(parser());
        app.use(webhook);
        app.use((ctx) => {
          if (ctx.path === "/host") ctx.body = "host";
        });
        const listener = app.callback();
        return serveListener((incoming, outgoing) => void listener(incoming, outgoing));
      },
    },
  })),
);
