// @ts-check
import type { Counter } from "../servers/count-work.js";
import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

/** Serves a Fastify app with a webhook and two routes of its own. */
export async function serveFastify(
  work: Counter,
  addWebhook: (app: FastifyInstance) => PromiseLike<unknown>,
) {
  const app = Fastify({ bodyLimit: maxBodyBytes });
  await addWebhook(app);
  app.post(ordersPath, async () => ({ taken: true }));
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.post(uploadsPath, async ({ raw }) => {
      for await (const _ of raw);
      return { taken: true };
    });
  });
  await app.ready();
  await listenForParent((request, response) => app.routing(request, response), work);
}
