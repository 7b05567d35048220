import { setImmediate as nextTurn } from "node:timers/promises";
import { webhookPath } from "measure";
import { ordersPath, uploadsPath } from "../host-paths.js";
import type { Arena, Attack } from "./attack.js";
import { postHead } from "./post-head.js";

/** One byte of body takes six on the wire. */
const chunk = "1\r\n \r\n";
const chunksPerWrite = 8000;
/** Just below the limit, so that no parser may reject a body. */
const chunksPerBody = 64_000;

/** Holds unfinished bodies in chunks of one byte: 120 connections and 46 MB in a full run. */
async function holdChunks(
  { open, isQuick, untilRead }: Arena,
  path: string,
  type = "application/json",
): Promise<void> {
  const piece = Buffer.from(chunk.repeat(chunksPerWrite));
  const send = async () => {
    const connection = await open();
    await connection.write(
      postHead(path, { "transfer-encoding": "chunked", "content-type": type }),
    );
    for (let sent = 0; sent < chunksPerBody; sent += chunksPerWrite) await connection.write(piece);
  };
  await Promise.all(Array.from({ length: isQuick ? 6 : 120 }, send));
  await untilRead();
}

export const oneByteChunks: Attack = {
  name: "one-byte chunks",
  description: "bodies in 1-byte chunks to the webhook, held unfinished",
  // Nest on Express parses JSON before routing, and its parser appends each chunk to a string.
  isParsedByHost: (program) => program.startsWith("nestjs-express"),
  play: (arena) => holdChunks(arena, webhookPath),
};

export const oneByteChunksToParser: Attack = {
  name: "one-byte chunks to a parser",
  description: "the same to a route of the host that parses JSON",
  // The other two cover the same paths.
  isInQuick: false,
  isParsedByHost: () => true,
  play: (arena) => holdChunks(arena, ordersPath),
};

export const oneByteChunksToStream: Attack = {
  name: "one-byte chunks to a stream",
  description: "the same to a route of the host that reads its body and keeps nothing",
  play: (arena) => holdChunks(arena, uploadsPath, "application/octet-stream"),
};

export const oneByteWrites: Attack = {
  name: "one-byte writes",
  description: "the same to webhook and parser, each byte in a TCP segment of its own",
  isParsedByHost: () => true,
  async play({ open, isQuick, untilRead }) {
    const trickle = async (_: unknown, index: number) => {
      const connection = await open();
      const path = index % 2 === 0 ? webhookPath : ordersPath;
      await connection.write(postHead(path, { "transfer-encoding": "chunked" }));
      for (let sent = 0; sent < (isQuick ? 20 : 2500); sent += 1) {
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
