import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProgram } from "../src/start-program.js";

const library = new URL("../dist/index.js", import.meta.url).href;
const echoServer = `
import { createServer } from "node:http";
import { serveForParent } from ${JSON.stringify(library)};
if (process.argv[2] === "fail") {
  console.error("cannot start");
  process.exit(3);
}
await serveForParent(createServer(), (message) => ({ message }));
`;

let folder = "";
let file: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "measure-"));
  file = pathToFileURL(join(folder, "echo-server.mjs"));
  writeFileSync(file, echoServer);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("startProgram", () => {
  it("reports the port and replies to messages", async () => {
    const program = startProgram(file, { name: "The echo server" });
    try {
      expect(await program.nextMessage()).toEqual({ port: expect.any(Number) as number });
      expect(await program.request("hello")).toEqual({ message: "hello" });
    } finally {
      await program.stop();
    }
  });

  it("rejects when the program exits early", async () => {
    const program = startProgram(file, { name: "The echo server", args: ["fail"] });
    await expect(program.nextMessage()).rejects.toThrow(
      "The echo server exited with code 3.\ncannot start",
    );
  });
});
