// Servers that a smoke program needs. Without one it is skipped, except on CI.
import { randomUUID } from "node:crypto";
import { connect } from "node:net";

export const redisUrl = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";

export const postgres = {
  host: process.env.PGHOST ?? "127.0.0.1",
  port: Number(process.env.PGPORT ?? 5432),
  user: process.env.PGUSER ?? "postgres",
  database: process.env.PGDATABASE ?? "test",
};

/** A name that no other run uses. */
export const ownName = () => `rehearsal_${randomUUID().replaceAll("-", "").slice(0, 12)}`;

/** @returns {Promise<boolean>} false, with a line that says so, if nothing listens */
export async function isThere(name, { host, port }) {
  const isOpen = await new Promise((settle) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (answer) => {
      socket.destroy();
      settle(answer);
    };
    socket.on("connect", () => end(true)).on("error", () => end(false));
    socket.on("timeout", () => end(false));
  });
  if (isOpen) return true;
  if (process.env.CI === "true") throw new Error(`There is no ${name} on ${host}:${port}.`);
  console.log(`skipped: no ${name} on ${host}:${port}`);
  return false;
}

export function isRedisThere() {
  const { hostname, port } = new URL(redisUrl);
  return isThere("Redis", { host: hostname, port: Number(port || 6379) });
}
