// @ts-check
import type { Counter } from "../servers/count-work.js";
import type { DynamicModule, Type } from "@nestjs/common";
import type { NestExpressApplication } from "@nestjs/platform-express";
import "reflect-metadata";
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

const uploadType = "application/octet-stream";

class HostController {
  order(_request, response) {
    response.status(200).send({ taken: true });
  }

  upload(request, response) {
    const incoming = request.raw ?? request;
    incoming.resume().on("end", () => response.status(200).send({ taken: true }));
  }
}

class HostModule {}

// What the compiler makes of decorators; these programs have no build of their own.
Controller()(HostController);
for (const [name, path] of Object.entries({ order: ordersPath, upload: uploadsPath })) {
  const { prototype } = HostController;
  Post(path)(prototype, name, Object.getOwnPropertyDescriptor(prototype, name) ?? {});
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
}

/** Serves a Nest app with a module for webhooks and two routes of its own. */
export async function serveNest(
  work: Counter,
  platform: "express" | "fastify",
  webhookModule: Type | DynamicModule,
  { rawBody }: { rawBody: boolean },
) {
  Module({ imports: [webhookModule], controllers: [HostController] })(HostModule);
  const serve = platform === "express" ? serveOnExpress : serveOnFastify;
  await listenForParent(await serve(rawBody), work);
}

async function serveOnExpress(rawBody: boolean) {
  const app: NestExpressApplication = await NestFactory.create(HostModule, new ExpressAdapter(), {
    rawBody,
    logger: false,
  });
  app.set("env", "test");
  app.useBodyParser("json", { limit: maxBodyBytes });
  await app.init();
  return app.getHttpAdapter().getInstance();
}

async function serveOnFastify(rawBody: boolean) {
  const adapter = new FastifyAdapter({ bodyLimit: maxBodyBytes });
  const app = await NestFactory.create(HostModule, adapter, { rawBody, logger: false });
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(uploadType, (_request, _payload, done) => done(null));
  await app.init();
  await fastify.ready();
  return (request, response) => fastify.routing(request, response);
}
