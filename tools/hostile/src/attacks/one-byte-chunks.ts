// @ts-check
import type { Arena, Attack } from "./attacks.js";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ordersPath, uploadsPath, webhookPath } from "../host-paths.js";
import { postHead } from "./post-head.js";

/** One byte of body costs six on the wire. */
const chunk = "1\r\n \r\n";
const chunksAWrite = 8000;
/** Just below the limit, so that no parser may let go of a body. */
const chunksABody = 64_000;

/** Bodies in chunks of one byte, never finished and held: 120 connections and 46 MB in a full run. */
async function holdChunks(
  { open, isQuick, untilRead }: Arena,
  path: string,
  type: string = "application/json",
) {
  const piece = Buffer.from(chunk.repeat(chunksAWrite));
  const send = async () => {
    const connection = await open();
    await connection.write(
      postHead(path, { "transfer-encoding": "chunked", "content-type": type }),
    );
    for (let sent = 0; sent < chunksABody; sent += chunksAWrite) await connection.write(piece);
  };
  await Promise.all(Array.from({ length: isQuick ? 6 : 120 }, send));
  await untilRead();
}

/** Nest on Express reads JSON before it looks for a route; its parser adds each chunk to a text. */
function parsesBeforeRoutes(program) {
  return program.startsWith("nestjs-express");
}

export const oneByteChunks: Attack = {
  name: "one-byte chunks",
  does: "bodies in 1-byte chunks to the webhook, held unfinished",
  parsedBy: parsesBeforeRoutes,
  play: (arena) => holdChunks(arena, webhookPath),
};

export const oneByteChunksToParser: Attack = {
  name: "one-byte chunks to a parser",
  does: "the same to a route of the host that parses JSON",
  // The other two take both of its ways.
  isInQuick: false,
  parsedBy: () => true,
  play: (arena) => holdChunks(arena, ordersPath),
};

export const oneByteChunksToStream: Attack = {
  name: "one-byte chunks to a stream",
  does: "the same to a route of the host that reads its body and keeps nothing",
  play: (arena) => holdChunks(arena, uploadsPath, "application/octet-stream"),
};

export const oneByteWrites: Attack = {
  name: "one-byte writes",
  does: "the same to webhook and parser, each byte of the wire a TCP segment of its own",
  parsedBy: () => true,
  async play({ open, isQuick, untilRead }) {
    const trickle = async (_, index) => {
      const connection = await open();
      const path = index % 2 === 0 ? webhookPath : ordersPath;
      await connection.write(postHead(path, { "transfer-encoding": "chunked" }));
      for (let sent = 0; sent < (isQuick ? 20 : 500); sent += 1) {
        for (const byte of chunk) {
          await connection.write(byte);
          await nextTurn();
        }
      }
    };
    await Promise.all(Array.from({ length: 40 }, trickle));
    await untilRead();
  },
};
