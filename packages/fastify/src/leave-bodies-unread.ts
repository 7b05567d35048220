import type { FastifyInstance } from "fastify";

/** Within this scope no parser reads a body: the receiver takes the bytes from the socket. */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
}
