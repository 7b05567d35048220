import { describe, expect, it } from "vitest";
import { startProgram } from "../src/start-program.js";

const file = new URL("echo-server.mjs", import.meta.url);

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
