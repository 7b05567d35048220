// @ts-check
import { webhookPath } from "../host-paths.js";
import { serveFastify } from "../hosts/serve-fastify.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

const work = countWork();
const check = checkByHand(work);
await serveFastify(work, (app) =>
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(webhookPath, async (request, reply) => {
      const body = request.body as Buffer;
      const [status, outcome] = check(body, request.headers["x-signature"]);
      return reply.code(status).send(outcome);
    });
  }),
);
