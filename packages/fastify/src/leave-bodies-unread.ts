import type { FastifyInstance } from "fastify";

/** Disables body parsing in this scope. The receiver reads the bytes from the socket. */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
}
