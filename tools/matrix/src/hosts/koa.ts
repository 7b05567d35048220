import { bodyParser } from "@koa/bodyparser";
import { numipayWebhook } from "@numipay/koa";
import type { KnownExceptions } from "@numipay/testing";
import Koa3, { type Middleware } from "koa";
import Koa2 from "koa2";
import { koaBody } from "koa-body";
import { type Host, serveListener } from "./host.js";

const versions: Record<string, typeof Koa3> = { "Koa 2": Koa2, "Koa 3": Koa3 };

const parsers: Record<string, (() => Middleware) | undefined> = {
  "no body parser": undefined,
  "@koa/bodyparser": () => bodyParser(),
  "@koa/bodyparser with text": () => bodyParser({ enableTypes: ["json", "form", "text"] }),
  "koa-body": () => koaBody() as Middleware,
};

const notAnObject = "the body parser rejects anything but an object or an array with 400";
const invalidJson = "the body parser rejects invalid JSON with 400";

/**
 * In Koa, an error never reaches later middleware, so the parser itself responds to bodies that it rejects. Only another content type
 * would make it skip them, and before the request is routed it is unknown whether it is for the webhook.
 */
const rejectedByParser: KnownExceptions = {
  "vector proto-key": "the body parser rejects a body with a __proto__ key with 400",
  "vector not-an-object-null": notAnObject,
  "vector not-an-object-string": notAnObject,
  "vector not-an-object-number": notAnObject,
  "vector signed-no-json": invalidJson,
  "vector truncated": invalidJson,
  "rejects a compressed body": "the body parser rejects a body that it cannot decompress",
  "responds the same to every bad signature": invalidJson,
};

export const hosts: Host[] = Object.entries(versions).flatMap(([adapter, Koa]) =>
  Object.entries(parsers).map(([setup, createParser]) => ({
    adapter,
    setup,
    ...(createParser !== undefined && { knownExceptions: rejectedByParser }),
    server: {
      serve(options, register) {
        const app = new Koa();
        app.silent = true;
        const webhook = numipayWebhook(options);
        register(webhook);
        if (createParser !== undefined) app.use(createParser());
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
