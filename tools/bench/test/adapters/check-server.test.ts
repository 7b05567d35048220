import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkServer } from "../../dist/adapters/check-server.js";
import { startServer } from "../../dist/adapters/start-server.js";

// The servers on PostgreSQL need a schema. The test of the engines starts them.
const programs = readdirSync(new URL("../../dist/adapters/servers", import.meta.url)).filter(
  (file) => /-(?:baseline|numipay)\.js$/.test(file) && !file.includes("-postgres-"),
);

it("finds a pair of servers per framework", () => {
  expect(programs).toHaveLength(10);
});

describe.each(programs)("%s", (file) => {
  it("handles a delivery once and rejects a tampered one", async () => {
    const server = await startServer(file, file);
    try {
      await expect(checkServer(server)).resolves.toBeUndefined();
    } finally {
      await server.stop();
    }
  });
});

describe("startServer", () => {
  it("rejects when the program exits early", async () => {
    await expect(startServer("nothing", "no-such-file.js")).rejects.toThrow(
      "The server nothing exited with code 1",
    );
  });
});
