// @ts-check
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { proveServer } from "../../src/adapters/prove-server.js";
import { signDeliveries } from "../../src/adapters/sign-deliveries.js";
import { startServer } from "../../src/adapters/start-server.js";
import { ordinaryBytes } from "../../src/verify/sample-body.js";

const programs = readdirSync(new URL("../../src/adapters/servers", import.meta.url)).filter(
  (file) => /-(bare|numipay)\.js$/.test(file),
);

describe.each(programs)("%s", (file) => {
  it("handles a delivery once, answers its repetition, refuses a tampered one", async () => {
    const server = await startServer(file, file);
    try {
      await expect(proveServer(server)).resolves.toBeUndefined();
    } finally {
      server.stop();
    }
  });
});

describe("startServer", () => {
  it("fails when the program ends before it listens", async () => {
    await expect(startServer("nothing", "no-such-file.js")).rejects.toThrow(
      "The server nothing ended with code 1",
    );
  });
});

describe("signDeliveries", () => {
  it("makes each a transaction of its own, of the ordinary size", () => {
    const deliveries = signDeliveries(50);
    const ids = deliveries.map(({ body }) => JSON.parse(body.toString()).transaction_id);
    expect(new Set(ids).size).toBe(50);
    expect(deliveries.every(({ body }) => body.length === ordinaryBytes)).toBe(true);
  });
});
