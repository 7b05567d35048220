import { createHash, timingSafeEqual } from "node:crypto";
import type { onRequestAsyncHookHandler } from "fastify";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Requires the office's token. Not Basic authentication, which browsers also send with forms of other sites. */
export function requireOfficeToken(token: string): onRequestAsyncHookHandler {
  const expected = digest(`Bearer ${token}`);
  return async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) return undefined;
    return reply.code(401).send({ error: "Missing or invalid office token." });
  };
}
