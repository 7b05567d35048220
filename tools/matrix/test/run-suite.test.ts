import { describe, expect, it } from "vitest";
import { hosts } from "../src/hosts/web.js";
import { runSuite } from "../src/run-suite.js";

describe("runSuite", () => {
  it("fails a known exception that passes", async () => {
    const [host] = hosts;
    if (host === undefined) throw new Error("There is no host.");
    const { excepted, failed } = await runSuite({
      ...host,
      knownExceptions: { "rejects a compressed body": "it cannot be decompressed" },
    });
    expect(excepted).toEqual([]);
    expect(failed.map(({ message }) => message)).toEqual([
      expect.stringContaining("passes. Remove it from the list."),
    ]);
  });
});
