import { webhookPath } from "measure";
import { maxBodyBytes, ordersPath } from "../host-paths.js";
import type { Arena, Attack } from "./attack.js";
import { flood } from "./flood.js";
import { post } from "./post-head.js";

/** The depth that `JSON.stringify` still accepts. It checks its whole stack for cycles at each level. */
const maxStringifyDepth = 4000;

const deep = [
  "[".repeat(maxBodyBytes / 2) + "]".repeat(maxBodyBytes / 2),
  fillArray("[".repeat(maxStringifyDepth) + "]".repeat(maxStringifyDepth)),
  fillArray(`${'{"":'.repeat(maxStringifyDepth)}1${"}".repeat(maxStringifyDepth)}`),
  fillArray("[".repeat(500) + "]".repeat(500)),
  "[".repeat(maxBodyBytes),
  '{"a":'.repeat(maxBodyBytes / 5),
];

const wide = [
  fillArray("{}"),
  fillArray("1e20"),
  fillArray("5e-324"),
  `["${"\\u0001".repeat(10_900)}"]`,
  `"${"é".repeat(32_000)}"`,
  fillObject((index) => index.toString(36)),
  fillObject((index) => String((index * 65_537) % 4_294_967_291)),
  `{"__proto__":${fillArray("{}").slice(0, 65_000)}`,
];

function fillArray(item: string): string {
  const count = Math.floor((maxBodyBytes - 2) / (item.length + 1));
  return `[${Array.from({ length: Math.max(1, count) }, () => item).join(",")}]`;
}

function fillObject(toKey: (index: number) => string): string {
  const fields: string[] = [];
  for (let [index, length] = [0, 2]; length < maxBodyBytes - 40; index += 1) {
    const field = `"${toKey(index)}":1`;
    length += field.length + 1;
    fields.push(field);
  }
  return `{${fields.join(",")}}`;
}

function sendBodies(bodies: readonly string[]) {
  return (arena: Arena): Promise<void> => {
    const posts = [webhookPath, webhookPath, webhookPath, ordersPath].flatMap((path) =>
      bodies.map((body) => Buffer.from(post(path, body))),
    );
    return flood(arena, {
      connections: 8,
      requests: arena.isQuick ? 96 : 400,
      perSecond: arena.isQuick ? 1000 : 100,
      create: (index) => posts[index % posts.length] ?? "",
    });
  };
}

export const deepJson: Attack = {
  name: "deep JSON",
  description: "unsigned bodies at the limit, nested as deep as possible",
  play: sendBodies(deep),
};

export const wideJson: Attack = {
  name: "wide JSON",
  description: "unsigned bodies at the limit: many keys, numbers, escapes",
  play: sendBodies(wide),
};
