// @ts-check
// The adapters that need Node's own server, each as small as its users write it.
import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { numipayWebhook as webWebhook } from "@numipay/core";
import { numipayWebhook as expressWebhook } from "@numipay/express";
import { numipayWebhook as fastifyWebhook } from "@numipay/fastify";
import { numipayWebhook as koaWebhook } from "@numipay/koa";
import express5 from "express";
import express4 from "express4";
import Fastify from "fastify";
import Koa3 from "koa";
import Koa2 from "koa2";

/** @typedef {import("@numipay/testing").AdapterUnderTest} AdapterUnderTest */

/** @type {(express: typeof express5) => AdapterUnderTest} */
const onExpress = (express) => ({
  serve(options, register) {
    const webhook = expressWebhook(options);
    register(webhook);
    const app = express();
    app.use(webhook);
    app.get("/host", (_request, response) => void response.send("host"));
    return serveListener(app);
  },
});

/** @type {(Koa: typeof Koa3) => AdapterUnderTest} */
const onKoa = (Koa) => ({
  serve(options, register) {
    const webhook = koaWebhook(options);
    register(webhook);
    const app = new Koa();
    app.silent = true;
    app.use(webhook);
    app.use((ctx) => {
      if (ctx.path === "/host") ctx.body = "host";
    });
    const listener = app.callback();
    return serveListener((incoming, outgoing) => void listener(incoming, outgoing));
  },
});

/** @type {AdapterUnderTest} */
const onFastify = {
  async serve(options, register) {
    const webhook = fastifyWebhook(options);
    register(webhook);
    const app = Fastify();
    await app.register(webhook);
    app.get("/host", () => "host");
    return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
  },
};

/** @type {AdapterUnderTest} */
const onWebStandard = {
  serve(options, register) {
    const webhook = webWebhook(options);
    register(webhook);
    const bridge = async (incoming, outgoing) => {
      if (incoming.url === "/host") return void outgoing.end("host");
      const response = await webhook.fetch(toRequest(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    };
    return serveListener((incoming, outgoing) => void bridge(incoming, outgoing));
  },
};

/** @type {Readonly<Record<string, AdapterUnderTest>>} */
export const nodeAdapters = {
  "Express 4": onExpress(express4),
  "Express 5": onExpress(express5),
  "Koa 2": onKoa(Koa2),
  "Koa 3": onKoa(Koa3),
  "Fastify 5": onFastify,
  "Web handler": onWebStandard,
};

/** @param {import("node:http").IncomingMessage} incoming */
function toRequest(incoming) {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const body =
    method === "GET" ? null : /** @type {ReadableStream<Uint8Array>} */ (Readable.toWeb(incoming));
  return new Request(`http://${incoming.headers.host}${url}`, {
    method,
    headers,
    body,
    duplex: "half",
  });
}

/** @param {import("node:http").RequestListener} listener */
async function serveListener(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
