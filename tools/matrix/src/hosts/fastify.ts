import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fastifyExpress from "@fastify/express";
import middie from "@fastify/middie";
import { numipayWebhook } from "@numipay/fastify";
import express from "express";
import Fastify, { type FastifyInstance, type preParsingAsyncHookHandler } from "fastify";
import rawBody from "fastify-raw-body";
import type { Host } from "./host.js";

/** Reads the whole body and returns another stream. */
const readAndReplace: preParsingAsyncHookHandler = async (_request, _reply, payload) => {
  const bytes = await buffer(payload);
  return Object.assign(Readable.from([bytes]), { receivedEncodedLength: bytes.byteLength });
};

const setups: Record<string, (app: FastifyInstance) => unknown> = {
  "Fastify's own parsers": () => undefined,
  "a host that parses bodies as buffers": (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
  },
  "a host with a small body limit": (app) => {
    app.addContentTypeParser("text/plain", { bodyLimit: 1 }, (_request, _payload, done) =>
      done(null),
    );
  },
  "fastify-raw-body": (app) => app.register(rawBody),
  "fastify-raw-body, runFirst": (app) => app.register(rawBody, { runFirst: true, encoding: false }),
  "an async preParsing hook": (app) => app.addHook("preParsing", readAndReplace),
  "@fastify/express with express.json()": async (app) => {
    await app.register(fastifyExpress);
    app.use(express.json());
  },
  "@fastify/middie with express.json()": async (app) => {
    await app.register(middie);
    app.use(express.json());
  },
};

export const hosts: Host[] = Object.entries(setups).map(([setup, configure]) => ({
  adapter: "Fastify 5",
  setup,
  server: {
    async serve(options, register) {
      const app = Fastify();
      const webhook = numipayWebhook(options);
      register(webhook);
      await configure(app);
      await app.register(webhook);
      app.get("/host", () => "host");
      return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
    },
  },
}));
