import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMcpServer } from "../src/index.js";

describe("createMcpServer", () => {
  it("serves a sandbox of the same process", async () => {
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const { url: sandboxUrl } = await sandbox.listen();
    const server = createMcpServer({ sandboxUrl, env: {} });
    const client = new Client({ name: "numipay-test", version: "1.0.0" });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(ours), client.connect(theirs)]);
    onTestFinished(() => client.close());
    const { structuredContent } = await client.callTool({ name: "get_sandbox" });
    expect(structuredContent).toMatchObject({ name: "@numipay/sandbox" });
  });

  it("throws for another machine", () => {
    expect(() => createMcpServer({ sandboxUrl: "https://api.numipay.com" })).toThrow(
      "--sandbox must be at a loopback address",
    );
  });
});
