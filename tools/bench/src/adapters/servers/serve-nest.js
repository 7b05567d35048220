// @ts-check
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { listenForParent } from "../listen-for-parent.js";

/**
 * Serves a Nest module on one of its two platforms.
 *
 * @param {"express" | "fastify"} platform
 * @param {import("@nestjs/common").Type} module
 * @param {{ rawBody: boolean, countHandled: () => number }} options
 */
export async function serveNest(platform, module, { rawBody, countHandled }) {
  const adapter = platform === "express" ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(module, adapter, { rawBody, logger: false });
  await app.init();
  const host = app.getHttpAdapter().getInstance();
  if (platform === "fastify") await host.ready();
  /** @type {import("node:http").RequestListener} */
  const listener =
    platform === "express" ? host : (request, response) => host.routing(request, response);
  await listenForParent(listener, countHandled);
}
