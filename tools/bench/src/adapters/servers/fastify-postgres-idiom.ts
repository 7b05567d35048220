import Fastify from "fastify";
import { webhookPath } from "measure";
import { receiveByIdiom } from "./postgres.js";
import { serve } from "./serve.js";

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post<{ Body: Buffer }>(webhookPath, async (request, reply) => {
  const [status, outcome] = await receiveByIdiom(request.body, request.headers["x-signature"]);
  return reply.code(status).send(outcome);
});
await app.ready();
await serve((request, response) => app.routing(request, response));
