import { listCommands } from "@numipay/cli";
import { describe, expect, it } from "vitest";
import type { Fixture } from "../src/cli/fixture.js";
import { createRandomCommandLine } from "../src/cli/random-command-line.js";
import { createRandom } from "../src/random.js";
import { createRandomRequest, type RequestContext } from "../src/sandbox/random-request.js";
import { shrink, withoutEach } from "../src/shrink.js";

const fixture: Fixture = {
  cwd: "/",
  apiKey: "k",
  gateway: "http://127.0.0.1:9",
  urls: ["http://127.0.0.1:9"],
  files: ["a"],
};

describe("createRandomRequest", () => {
  it("returns the same request for the same seed", () => {
    const context: RequestContext = {
      route: { method: "POST", path: "/portal/x/:id" },
      values: new Map([["id", ["1"]]]),
      apiKey: "k",
      url: "http://127.0.0.1:9",
    };
    const create = (run: number) => createRandomRequest(createRandom("s", "sandbox", run), context);
    expect(create(7)).toEqual(create(7));
    expect(create(7)).not.toEqual(create(8));
  });
});

describe("createRandomCommandLine", () => {
  it("uses every option of every command", () => {
    for (const command of listCommands()) {
      const used = new Set<string | undefined>();
      for (let run = 0; run < 300; run += 1) {
        const random = createRandom("s", "cli", run);
        const { parts } = createRandomCommandLine(random, { command, fixture });
        for (const [first = ""] of parts) used.add(first.split("=", 1)[0]);
      }
      const flags = command.options.map(({ flag }) => flag);
      const listens = flags.includes("--host") || flags.includes("--listen");
      const refused = ["--color", ...(listens ? ["--allow-remote"] : [])];
      const allowed = flags.filter((flag) => !refused.includes(flag));
      expect([...used]).toEqual(expect.arrayContaining(allowed));
    }
  });
});

describe("shrink", () => {
  it("keeps only what the problem needs", async () => {
    const small = await shrink([1, 2, 3, 4], {
      simplify: withoutEach<number>,
      stillFails: async (list) => list.includes(3),
    });
    expect(small).toEqual([3]);
  });
});
