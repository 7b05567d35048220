// @ts-check
import type { HostileServer } from "../../src/play/start-server.js";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maxBodyBytes, ordersPath, uploadsPath, webhookPath } from "../../src/host-paths.js";
import { startServer } from "../../src/play/start-server.js";
import { signDelivery, signaturePassword } from "../../src/sign-delivery.js";

const programs = readdirSync(new URL("../../src/servers", import.meta.url))
  .filter((file) => /-(?:ours|peer)\.js$/.test(file))
  .map((file) => file.slice(0, -".js".length));

describe.each(programs)("%s", (program) => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startServer(program);
  });
  afterAll(() => server.stop());

  const post = async (path, body, headers = {}) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    await response.arrayBuffer();
    return response.status;
  };

  it("applies a delivery once and refuses a forgery", async () => {
    const { body, headers } = signDelivery();
    const text = body.toString();
    const statuses = [
      await post(webhookPath, text, { ...headers, "x-signature": "A".repeat(40) }),
      await post(webhookPath, text, headers),
      await post(webhookPath, text, headers),
    ];
    expect(statuses).toEqual([401, 200, 200]);
    expect(await server.ask()).toMatchObject({ handled: 1, doubled: 0 });
  });

  it("refuses bodies past the same limit", async () => {
    const past = JSON.stringify({ note: "n".repeat(maxBodyBytes) });
    const hash = createHash("sha1").update(past).update(signaturePassword).digest("hex");
    expect(await post(webhookPath, past, { "x-signature": hash.toUpperCase() })).toBe(413);
    expect(await post(ordersPath, past)).toBe(413);
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
  it("fails when the program ends first", async () => {
    await expect(startServer("no-such-program")).rejects.toThrow(
      "The server no-such-program ended with code 1",
    );
  });
});
