import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { readArguments } from "./command/read-arguments.js";
import { help } from "./command/help.js";
import { readVersion } from "./command/read-version.js";
import { createMcpServer } from "./create-mcp-server.js";

/** A signed body has at most 64 KiB, and JSON escapes make it longer. A longer message ends the connection. */
const maxMessageBytes = 1024 * 1024;

const given = readArguments(process.argv.slice(2));
// Standard output belongs to the protocol, so every other text of a running server is on standard error.
if ("problem" in given) {
  console.error(`${given.problem} Run numipay-mcp --help.`);
  process.exitCode = 2;
} else if (given.shows !== undefined) {
  process.stdout.write(`${given.shows === "help" ? help : readVersion()}\n`);
} else {
  const { sandboxUrl, allowWrites } = given;
  serveStdio(() => createMcpServer({ sandboxUrl, allowWrites }), {
    transport: new StdioServerTransport(process.stdin, process.stdout, {
      maxBufferSize: maxMessageBytes,
    }),
    onerror: (error) => console.error(error.message),
  });
}
