import { readdirSync } from "node:fs";
import { createDelivery, signBody, webhookPath } from "measure";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HostileServer, startServer } from "../../dist/play/start-server.js";
import { maxBodyBytes, ordersPath, uploadsPath } from "../../src/host-paths.js";

const programs = readdirSync(new URL("../../dist/servers", import.meta.url))
  .filter((file) => /-(?:ours|peer)\.js$/.test(file))
  .map((file) => file.slice(0, -".js".length));

it("finds a pair of servers per target", () => {
  expect(programs).toHaveLength(12);
});

describe.each(programs)("%s", (program) => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startServer(program);
  });
  afterAll(() => server.stop());

  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    await response.arrayBuffer();
    return response.status;
  };

  it("applies a delivery once and rejects a forged one", async () => {
    const { body, headers } = createDelivery();
    const text = body.toString();
    const statuses = [
      await post(webhookPath, text, { ...headers, "x-signature": "A".repeat(40) }),
      await post(webhookPath, text, headers),
      await post(webhookPath, text, headers),
    ];
    expect(statuses).toEqual([401, 200, 200]);
    expect(await server.readState()).toMatchObject({ handled: 1, handledTwice: 0 });
  });

  it("rejects bodies above the limit on both routes", async () => {
    const { body, headers } = signBody(JSON.stringify({ note: "n".repeat(maxBodyBytes) }));
    const text = body.toString();
    expect(await post(webhookPath, text, headers)).toBe(413);
    expect(await post(ordersPath, text)).toBe(413);
  });

  it("serves the host's own routes", async () => {
    const large = "n".repeat(2 * maxBodyBytes);
    expect(await post(ordersPath, '{"order":1}')).toBe(200);
    expect(await post(uploadsPath, large, { "content-type": "application/octet-stream" })).toBe(
      200,
    );
  });
});

describe("startServer", () => {
  it("rejects when the program exits early", async () => {
    await expect(startServer("no-such-program")).rejects.toThrow(
      "The server no-such-program exited with code 1",
    );
  });
});
