// @ts-check
import type { Type } from "@nestjs/common";
import type { RequestListener } from "node:http";
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { listenForParent } from "../listen-for-parent.js";

/** Serves a Nest module on one of its two platforms. */
export async function serveNest(
  platform: "express" | "fastify",
  module: Type,
  { rawBody, countHandled }: { rawBody: boolean; countHandled: () => number },
) {
  const adapter = platform === "express" ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(module, adapter, { rawBody, logger: false });
  await app.init();
  const host = app.getHttpAdapter().getInstance();
  if (platform === "fastify") await host.ready();
  const listener: RequestListener =
    platform === "express" ? host : (request, response) => host.routing(request, response);
  await listenForParent(listener, countHandled);
}
