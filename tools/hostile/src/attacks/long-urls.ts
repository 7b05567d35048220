// @ts-check
import type { Arena, Attack } from "./attacks.js";
import { webhookPath } from "../host-paths.js";
import { flood } from "./flood.js";
import { forgedSignature } from "./post-head.js";

/** Node takes 16 KiB of request line and headers. */
const longest = 16_000;

const slashes = [
  `${"/".repeat(longest)}x`,
  `${webhookPath}${"/".repeat(longest - webhookPath.length)}x`,
  `${"/".repeat(longest - webhookPath.length)}${webhookPath}`,
  `${webhookPath}${"/".repeat(longest - webhookPath.length)}`,
];

const sequences = [
  `${webhookPath}${"%2f".repeat(5000)}`,
  `${webhookPath}/${"%25".repeat(5000)}%`,
  `/${"%2e%2e/".repeat(2200)}`,
  `${webhookPath}?${"a=".repeat(7500)}`,
  `${webhookPath}?${"a[]=1&".repeat(2600)}`,
  `${webhookPath}?${"?".repeat(longest - 100)}`,
  `/${"a".repeat(longest)}`,
];

function sendPaths(paths: readonly string[]) {
  const heads = paths.flatMap((path) => [
    `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: x\r\nx-signature: ${forgedSignature}\r\ncontent-length: 0\r\n\r\n`,
  ]);
  return (arena: Arena) =>
    flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 64 : 600,
      perSecond: arena.isQuick ? 1000 : 150,
      make: (index) => heads[index % heads.length] ?? "",
    });
}

export const slashPaths: Attack = {
  name: "slashes",
  does: "paths of 16,000 slashes",
  play: sendPaths(slashes),
};

export const longUrls: Attack = {
  name: "long URLs",
  does: "percent sequences and queries of 15 KB",
  play: sendPaths(sequences),
};
