import { describe, expect, it } from "vitest";
import { hosts } from "../../src/hosts/h3.js";
import { runSuite } from "../../src/run-suite.js";

describe.each(hosts)("$adapter, $setup", (host) => {
  it("passes the conformance suite", { timeout: 60_000 }, async () => {
    const { passed, failed } = await runSuite(host);
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(60);
  });
});
