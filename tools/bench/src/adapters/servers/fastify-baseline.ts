import Fastify from "fastify";
import { webhookPath } from "measure";
import { receiveByHand, serve } from "./serve.js";

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post<{ Body: Buffer }>(webhookPath, async (request, reply) => {
  const [status, outcome] = receiveByHand(request.body, request.headers["x-signature"]);
  return reply.code(status).send(outcome);
});
await app.ready();
await serve((request, response) => app.routing(request, response));
