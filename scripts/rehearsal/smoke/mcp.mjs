import { strict as assert } from "node:assert";
import { dirname, join } from "node:path";

export async function smoke(load, require) {
  const { createSandbox } = await load("@numipay/sandbox");
  const { Client } = await load("@modelcontextprotocol/client");
  const { StdioClientTransport } = await load("@modelcontextprotocol/client/stdio");
  const { createMcpServer } = await load("@numipay/mcp");
  assert.throws(() => createMcpServer({ sandboxUrl: "https://gateway.example" }), /loopback/);

  const manifest = require("@numipay/mcp/package.json");
  const folder = dirname(require.resolve("@numipay/mcp/package.json"));
  const sandbox = await createSandbox();
  const { url } = await sandbox.listen({ port: 0 });
  // Yarn 4 starts Node with these, and the client passes on only what it is given.
  const { NODE_OPTIONS = "" } = process.env;
  const client = new Client({ name: "smoke", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [...process.execArgv, join(folder, manifest.bin["numipay-mcp"]), "--sandbox", url],
      env: { NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword, NODE_OPTIONS },
    }),
  );
  const { structuredContent } = await client.callTool({ name: "get_sandbox" });
  assert.equal(structuredContent.name, "@numipay/sandbox");
  // Starts the command of @numipay/cli.
  const explained = await client.callTool({
    name: "explain_signature",
    arguments: { body: "{}", signature: "A".repeat(40) },
  });
  assert.equal(explained.structuredContent.verified, false);
  await client.close();
  await sandbox.close();
}
