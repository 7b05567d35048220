import { createHash, timingSafeEqual } from "node:crypto";
import type { onRequestAsyncHookHandler } from "fastify";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Lets requests with the office's token through. Not by Basic: a browser would send that with another site's form. */
export function officeOnly(token: string): onRequestAsyncHookHandler {
  const wanted = digest(`Bearer ${token}`);
  return async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), wanted)) return undefined;
    return reply.code(401).send({ error: "The office needs its token." });
  };
}
