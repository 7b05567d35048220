import { listCommands } from "@numipay/cli";
import { describe, expect, it } from "vitest";
import { drawCommandLine } from "../src/cli/draw-command-line.js";
import { createRandom } from "../src/random.js";
import { drawRequest } from "../src/sandbox/draw-request.js";
import { shrink, withoutEach } from "../src/shrink.js";

const stage = {
  cwd: "/",
  apiKey: "k",
  gateway: "http://127.0.0.1:9",
  urls: ["http://127.0.0.1:9"],
  files: ["a"],
  close: async () => undefined,
};

describe("a seed", () => {
  it("draws the same request again", () => {
    const world = {
      route: { method: "POST", path: "/portal/x/:id" },
      values: new Map([["id", ["1"]]]),
      apiKey: "k",
      url: "http://127.0.0.1:9",
    };
    const draw = (run) => drawRequest(createRandom("s", "sandbox", run), world);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it("draws every option of every command", () => {
    for (const command of listCommands()) {
      const drawn = new Set();
      for (let run = 0; run < 300; run += 1) {
        const { parts } = drawCommandLine(createRandom("s", "cli", run), { command, stage });
        for (const [first = ""] of parts) drawn.add(first.split("=", 1)[0]);
      }
      const listens = command.options.some(({ flag }) => flag === "--host" || flag === "--listen");
      const flags = command.options.map(({ flag }) => flag);
      const open = flags.filter((flag) => !(listens && flag === "--allow-remote"));
      expect([...drawn]).toEqual(expect.arrayContaining(open));
    }
  });
});

describe("shrink", () => {
  it("leaves what the fault needs", async () => {
    const small = await shrink([1, 2, 3, 4], {
      simpler: withoutEach,
      stillFails: async (list) => list.includes(3),
    });
    expect(small).toEqual([3]);
  });
});
