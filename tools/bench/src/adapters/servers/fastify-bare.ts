// @ts-check
import Fastify from "fastify";
import { listenForParent } from "../listen-for-parent.js";
import { path } from "../sign-deliveries.js";
import { checkByHand, countHandled } from "./check-by-hand.js";

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post(path, async (request, reply) => {
  const body = request.body as Buffer;
  const [status, outcome] = checkByHand(body, request.headers["x-signature"]);
  return reply.code(status).send(outcome);
});
await app.ready();
await listenForParent((request, response) => app.routing(request, response), countHandled);
