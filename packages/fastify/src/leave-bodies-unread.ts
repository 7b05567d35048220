import type { FastifyInstance } from "fastify";

/** A type and a subtype, with or without parameters. Fastify rejects other content types before it selects a parser. */
const mediaType = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/**
 * Disables body parsing in this scope, whatever the content type. The receiver reads the bytes that were sent. Where they were not
 * captured and a hook has replaced the payload, it reads the hook's stream from `request.body`.
 */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // Fastify remembers the parser of a listed content type; for others it parses the header with every request.
  app.addContentTypeParser(["application/json", "*"], ({ raw }, payload, done) =>
    done(null, payload === raw ? undefined : payload),
  );
  app.addHook("onRequest", ({ raw: { headers } }, _reply, done) => {
    const type = headers["content-type"];
    if (type !== "application/json" && type !== undefined && !mediaType.test(type)) {
      headers["content-type"] = "application/json";
    }
    done();
  });
}
