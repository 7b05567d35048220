import Fastify, { type FastifyInstance } from "fastify";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";
import type { WorkCounter } from "../servers/work-counter.js";

/** Serves a Fastify app with a webhook and two routes of its own. */
export async function serveFastify(
  work: WorkCounter,
  addWebhook: (app: FastifyInstance) => PromiseLike<unknown>,
): Promise<void> {
  const app = Fastify({ bodyLimit: maxBodyBytes });
  await addWebhook(app);
  app.post(ordersPath, async () => ({ received: true }));
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.post(uploadsPath, async ({ raw }) => {
      for await (const _ of raw);
      return { received: true };
    });
  });
  await app.ready();
  await listenForParent((request, response) => app.routing(request, response), work);
}
