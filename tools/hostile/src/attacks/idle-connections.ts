// @ts-check
import type { Attack } from "./attacks.js";
import { setTimeout as sleep } from "node:timers/promises";
import { ordersPath, webhookPath } from "../host-paths.js";
import { postHead } from "./post-head.js";

export const slowBodies: Attack = {
  name: "slow bodies",
  does: "connections that send a byte of body a second",
  async play({ open, isQuick, signal }) {
    const drip = async (_, index) => {
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

/** How far a sender goes before it stops: all are held, or left in the middle. */
const halves = [
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
  does: "heads that never end, bodies that never come, FIN and RST in the middle of a body",
  async play({ open, isQuick, signal }) {
    const perSecond = isQuick ? 400 : 150;
    const count = isQuick ? 100 : 500;
    for (let index = 0; index < count && !signal.aborted; index += 1) {
      await halves[index % halves.length]?.(await open());
      if (index % 10 === 9) await sleep(10_000 / perSecond, undefined, { signal }).catch(() => {});
    }
  },
};
