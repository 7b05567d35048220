import { webhookPath } from "measure";
import { serveFastify } from "../hosts/serve-fastify.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const receive = createPeerReceiver(work);
await serveFastify(work, (app) =>
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    scope.post<{ Body: Buffer }>(webhookPath, async (request, reply) => {
      const [status, outcome] = receive(request.body, request.headers["x-signature"]);
      return reply.code(status).send(outcome);
    });
  }),
);
