import { createDelivery, webhookPath } from "measure";
import { maxBodyBytes, ordersPath } from "../host-paths.js";
import type { Attack } from "./attack.js";
import { flood } from "./flood.js";
import { post, postHead } from "./post-head.js";

const delivery = createDelivery().body.toString();

export const unsignedFlood: Attack = {
  name: "unsigned flood",
  description: "deliveries of the usual size with a forged signature",
  play(arena) {
    const request = Buffer.from(post(webhookPath, delivery));
    return flood(arena, {
      connections: 20,
      requests: arena.isQuick ? 400 : 4000,
      perSecond: arena.isQuick ? 4000 : 1000,
      create: () => request,
    });
  },
};

export const largeBodies: Attack = {
  name: "large bodies",
  description: "unsigned bodies at the limit and above it, with a content length and in chunks",
  play(arena) {
    const tooLarge = filledJson(2 * maxBodyBytes);
    const inChunks = `${postHead(webhookPath, { "transfer-encoding": "chunked" })}${tooLarge.length.toString(16)}\r\n${tooLarge}\r\n0\r\n\r\n`;
    const requests = [
      post(webhookPath, filledJson(maxBodyBytes)),
      post(ordersPath, filledJson(maxBodyBytes)),
      post(webhookPath, tooLarge),
      inChunks,
    ].map((text) => Buffer.from(text));
    return flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 80 : 400,
      perSecond: arena.isQuick ? 1000 : 100,
      create: (index) => requests[index % requests.length] ?? "",
    });
  },
};

/** JSON of exactly this length. */
function filledJson(length: number): string {
  return JSON.stringify({ note: "n".repeat(length - '{"note":""}'.length) });
}

const requestsPerWrite = 50;

export const pipelining: Attack = {
  name: "pipelining",
  description: "50 requests in one write, before the first response",
  play(arena) {
    const burst = Buffer.from(
      Array.from({ length: requestsPerWrite }, (_, index) =>
        post(index % 5 === 4 ? ordersPath : webhookPath, delivery),
      ).join(""),
    );
    return flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 400 : 4000,
      perSecond: arena.isQuick ? 4000 : 1000,
      pipelined: requestsPerWrite,
      create: () => burst,
    });
  },
};
