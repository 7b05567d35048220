// @ts-check
import type { Attack } from "./attacks.js";
import { maxBodyBytes, ordersPath, webhookPath } from "../host-paths.js";
import { signDelivery } from "../sign-delivery.js";
import { flood } from "./flood.js";
import { post, postHead } from "./post-head.js";

const delivery = signDelivery().body.toString();

export const unsignedFlood: Attack = {
  name: "unsigned flood",
  does: "deliveries of the usual size under a forged signature",
  play: (arena) => {
    const request = Buffer.from(post(webhookPath, delivery));
    return flood(arena, {
      connections: 20,
      requests: arena.isQuick ? 400 : 4000,
      perSecond: arena.isQuick ? 4000 : 1000,
      make: () => request,
    });
  },
};

export const largeBodies: Attack = {
  name: "large bodies",
  does: "unsigned bodies just at the limit and past it, announced and in chunks",
  play: (arena) => {
    const filled = (length) => JSON.stringify({ note: "n".repeat(length - '{"note":""}'.length) });
    const past = filled(2 * maxBodyBytes);
    const inChunks = `${postHead(webhookPath, { "transfer-encoding": "chunked" })}${past.length.toString(16)}\r\n${past}\r\n0\r\n\r\n`;
    const requests = [
      post(webhookPath, filled(maxBodyBytes)),
      post(ordersPath, filled(maxBodyBytes)),
      post(webhookPath, past),
      inChunks,
    ].map((text) => Buffer.from(text));
    return flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 80 : 400,
      perSecond: arena.isQuick ? 1000 : 100,
      make: (index) => requests[index % requests.length] ?? "",
    });
  },
};

const requestsAWrite = 50;

export const pipelining: Attack = {
  name: "pipelining",
  does: "50 requests in one write, before the first is answered",
  play: (arena) => {
    const burst = Buffer.from(
      Array.from({ length: requestsAWrite }, (_, index) =>
        post(index % 5 === 4 ? ordersPath : webhookPath, delivery),
      ).join(""),
    );
    return flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 400 : 4000,
      perSecond: arena.isQuick ? 4000 : 1000,
      pipelined: requestsAWrite,
      make: () => burst,
    });
  },
};
