import { setTimeout as sleep } from "node:timers/promises";
import { webhookPath } from "measure";
import { ordersPath } from "../host-paths.js";
import type { Attack } from "./attack.js";
import type { HostileConnection } from "./hostile-client.js";
import { postHead } from "./post-head.js";

export const slowBodies: Attack = {
  name: "slow bodies",
  description: "connections that send one byte of body per second",
  async play({ open, isQuick, signal }) {
    const drip = async (_: unknown, index: number) => {
      const connection = await open();
      const path = index % 2 === 0 ? webhookPath : ordersPath;
      await connection.write(postHead(path, { "content-length": 300 }));
      for (let second = 0; second < (isQuick ? 1 : 5); second += 1) {
        await connection.write("{");
        await sleep(isQuick ? 500 : 1000, undefined, { signal }).catch(() => {});
      }
    };
    await Promise.all(Array.from({ length: isQuick ? 60 : 400 }, drip));
  },
};

/** Requests that stop halfway: the connection is held open, finished or reset. */
const halfRequests: readonly ((connection: HostileConnection) => Promise<void>)[] = [
  (connection) => connection.write(`POST ${webhookPath} HTTP/1.1\r\nhost: x\r\nx-sig`),
  (connection) => connection.write(postHead(webhookPath, { "content-length": 60_000 })),
  async (connection) => {
    await connection.write(`${postHead(webhookPath, { "content-length": 300 })}{"a`);
    connection.finish();
  },
  async (connection) => {
    await connection.write(postHead(webhookPath, { "transfer-encoding": "chunked" }));
    await connection.write(`fff\r\n${" ".repeat(2000)}`);
    connection.reset();
  },
  (connection) =>
    connection.write(postHead(webhookPath, { "content-length": 300, expect: "100-continue" })),
];

export const halfOpen: Attack = {
  name: "half-open",
  description: "unfinished heads, missing bodies, FIN and RST in the middle of a body",
  async play({ open, isQuick, signal }) {
    const perSecond = isQuick ? 400 : 150;
    const count = isQuick ? 100 : 500;
    for (let index = 0; index < count && !signal.aborted; index += 1) {
      await halfRequests[index % halfRequests.length]?.(await open());
      if (index % 10 === 9) await sleep(10_000 / perSecond, undefined, { signal }).catch(() => {});
    }
  },
};
