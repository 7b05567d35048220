import "reflect-metadata";
import type { IncomingMessage } from "node:http";
import { Controller, type DynamicModule, Module, Post, Req, Res, type Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter, type NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import type { App } from "measure";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";
import type { WorkCounter } from "../servers/work-counter.js";

const uploadType = "application/octet-stream";

/** What the requests of Express and Fastify have in common. Fastify's has the request of Node in `raw`. */
type HostRequest = IncomingMessage & { raw?: IncomingMessage };

/** What the responses of Express and Fastify have in common. */
export interface HostResponse {
  status(code: number): HostResponse;
  send(body: object): unknown;
}

@Controller()
class HostController {
  @Post(ordersPath)
  order(@Res() response: HostResponse): void {
    response.status(200).send({ received: true });
  }

  @Post(uploadsPath)
  upload(@Req() request: HostRequest, @Res() response: HostResponse): void {
    const incoming = request.raw ?? request;
    incoming.resume().on("end", () => response.status(200).send({ received: true }));
  }
}

export interface NestOptions {
  platform: "express" | "fastify";
  webhookModule: Type | DynamicModule;
  rawBody: boolean;
}

/** Serves a Nest app with a module for webhooks and two routes of its own. */
export async function serveNest(
  work: WorkCounter,
  { platform, webhookModule, rawBody }: NestOptions,
): Promise<void> {
  @Module({ imports: [webhookModule], controllers: [HostController] })
  class HostModule {}

  const createApp = platform === "express" ? createOnExpress : createOnFastify;
  await listenForParent(await createApp(HostModule, rawBody), work);
}

async function createOnExpress(module: Type, rawBody: boolean): Promise<App> {
  const adapter = new ExpressAdapter();
  const options = { rawBody, logger: false } as const;
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, options);
  app.set("env", "test");
  app.useBodyParser("json", { limit: maxBodyBytes });
  await app.init();
  return adapter.getInstance<App>();
}

async function createOnFastify(module: Type, rawBody: boolean): Promise<App> {
  const adapter = new FastifyAdapter({ bodyLimit: maxBodyBytes });
  const options = { rawBody, logger: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(uploadType, (_request, _payload, done) => done(null));
  await app.init();
  await fastify.ready();
  return (request, response) => fastify.routing(request, response);
}
