import { performance } from "node:perf_hooks";
import pg from "pg";
import { expect, it } from "vitest";
import { openPostgres } from "../../dist/engines/open-postgres.js";
import { startLatencyProxy } from "../../dist/engines/start-latency-proxy.js";

it("adds a millisecond to each round trip, in order", async ({ skip }) => {
  const opened = await openPostgres(1);
  if ("missing" in opened) return skip(opened.missing);
  const proxy = await startLatencyProxy();
  const client = new pg.Client(proxy.address);
  try {
    await client.connect();
    const startedAt = performance.now();
    for (let n = 0; n < 20; n += 1) {
      const { rows } = await client.query<{ n: number }>("SELECT $1::int AS n", [n]);
      expect(rows).toEqual([{ n }]);
    }
    expect(performance.now() - startedAt).toBeGreaterThan(20);
  } finally {
    await client.end();
    await proxy.stop();
    await opened.close();
  }
});
