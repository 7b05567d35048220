import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fastifyExpress from "@fastify/express";
import middie from "@fastify/middie";
import express from "express";
import type { FastifyInstance, preParsingAsyncHookHandler } from "fastify";
import rawBody from "fastify-raw-body";

/** Reads the whole body and returns another stream, as Fastify documents it. */
const readAndReplace: preParsingAsyncHookHandler = async (_request, _reply, payload) => {
  const bytes = await buffer(payload);
  return Object.assign(Readable.from([bytes]), { receivedEncodedLength: bytes.byteLength });
};

/** What a host may do with bodies before the webhook. */
export const hosts: Record<string, (app: FastifyInstance) => unknown> = {
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
