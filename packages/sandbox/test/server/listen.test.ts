import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../../src/index.js";

let sandbox: Sandbox;
let host: string;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.listen();
  ({ host } = new URL(sandbox.baseUrl));
});
afterEach(() => sandbox.close());

/** Sends raw lines and reads until the sandbox closes the connection. */
async function send(...lines: string[]): Promise<{ status: number; text: string }> {
  const socket = connect(Number(new URL(sandbox.baseUrl).port), "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
  socket.write([...lines, "Connection: close", "", ""].join("\r\n"));
  await once(socket, "close");
  const [head = "", text = ""] = received.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), text };
}

describe("an invalid URL", () => {
  it.each(["/portal\\..", "*", "http://[", "http://a/b\\c"])(
    "is rejected in JSON: %s",
    async (path) => {
      const { status, text } = await send(`OPTIONS ${path} HTTP/1.1`, `Host: ${host}`);
      expect(status).toBe(400);
      expect(text).toContain('{"message":"');
    },
  );

  it.each(["//", "//a//b", "/%", "/%00", "/%ff%fe", "/portal/%", "/cashier/%ff/%00", "/a;b=c"])(
    "gets a 404: %s",
    async (path) => {
      expect(await send(`GET ${path} HTTP/1.1`, `Host: ${host}`)).toMatchObject({ status: 404 });
    },
  );

  it("without Host is rejected in JSON", async () => {
    const { status, text } = await send("GET /portal HTTP/1.1");
    expect(status).toBe(400);
    expect(text).toContain('{"message":"');
  });
});

describe("an unusual request", () => {
  it("with CONNECT is rejected", async () => {
    expect(await send(`CONNECT ${host} HTTP/1.1`, `Host: ${host}`)).toEqual({
      status: 405,
      text: '{"message":"The sandbox is not a proxy."}',
    });
  });

  it("with an unknown expectation is rejected", async () => {
    const { status, text } = await send(
      "POST /payments/hosted HTTP/1.1",
      `Host: ${host}`,
      "Expect: a miracle",
      "Content-Length: 0",
    );
    expect(status).toBe(417);
    expect(text).toContain("100-continue");
  });

  it("with an upgrade gets a normal response", async () => {
    const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Key: a"];
    const found = await send("GET /portal/clock HTTP/1.1", `Host: ${host}`, ...upgrade);
    expect(found.status).toBe(200);
  });
});
