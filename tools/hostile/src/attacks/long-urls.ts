import { webhookPath } from "measure";
import type { Arena, Attack } from "./attack.js";
import { flood } from "./flood.js";
import { forgedSignature } from "./post-head.js";

/** Node accepts 16 KiB of request line and headers. */
const maxPathLength = 16_000;

const slashes = [
  `${"/".repeat(maxPathLength)}x`,
  `${webhookPath}${"/".repeat(maxPathLength - webhookPath.length)}x`,
  `${"/".repeat(maxPathLength - webhookPath.length)}${webhookPath}`,
  `${webhookPath}${"/".repeat(maxPathLength - webhookPath.length)}`,
];

const sequences = [
  `${webhookPath}${"%2f".repeat(5000)}`,
  `${webhookPath}/${"%25".repeat(5000)}%`,
  `/${"%2e%2e/".repeat(2200)}`,
  `${webhookPath}?${"a=".repeat(7500)}`,
  `${webhookPath}?${"a[]=1&".repeat(2600)}`,
  `${webhookPath}?${"?".repeat(maxPathLength - 100)}`,
  `/${"a".repeat(maxPathLength)}`,
];

function sendPaths(paths: readonly string[]) {
  const heads = paths.flatMap((path) => [
    `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: x\r\nx-signature: ${forgedSignature}\r\ncontent-length: 0\r\n\r\n`,
  ]);
  return (arena: Arena): Promise<void> =>
    flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 64 : 600,
      perSecond: arena.isQuick ? 1000 : 150,
      create: (index) => heads[index % heads.length] ?? "",
    });
}

export const slashPaths: Attack = {
  name: "slashes",
  description: "paths of 16,000 slashes",
  play: sendPaths(slashes),
};

export const longUrls: Attack = {
  name: "long URLs",
  description: "percent sequences and queries of 15 KB",
  play: sendPaths(sequences),
};
