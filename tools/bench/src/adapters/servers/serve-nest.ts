import "reflect-metadata";
import type { Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter, type NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { serve } from "./serve.js";

interface ServeOptions {
  rawBody: boolean;
}

/** Serves a Nest module on Express. */
export async function serveNestOnExpress(module: Type, { rawBody }: ServeOptions): Promise<void> {
  const adapter = new ExpressAdapter();
  const options = { rawBody, logger: false } as const;
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, options);
  await app.init();
  await serve(adapter.getInstance());
}

/** Serves a Nest module on Fastify. */
export async function serveNestOnFastify(module: Type, { rawBody }: ServeOptions): Promise<void> {
  const adapter = new FastifyAdapter();
  const options = { rawBody, logger: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  await app.init();
  const fastify = adapter.getInstance();
  await fastify.ready();
  await serve((request, response) => fastify.routing(request, response));
}
