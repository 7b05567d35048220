import { describe, expect, it } from "vitest";
import { toSandboxUrl } from "../../src/sandbox/to-sandbox-url.js";

describe("the address of a sandbox", () => {
  it.each([
    "http://127.0.0.1:4010",
    "http://127.9.9.9/",
    "https://localhost:4010",
    "http://[::1]:4010",
    // The parser turns both into 127.0.0.1.
    "http://2130706433",
    "http://0x7f.1",
  ])("may be %s", (url) => {
    expect(toSandboxUrl(url).origin).toMatch(/^https?:\/\/(127\.|localhost|\[::1\])/);
  });

  it.each([
    ["", "must be a URL"],
    ["127.0.0.1:4010", "must be a URL"],
    ["file:///tmp", "must be a URL"],
    ["http://0.0.0.0:4010", "loopback"],
    ["http://10.0.0.1", "loopback"],
    ["http://[::ffff:127.0.0.1]", "loopback"],
    ["http://localhost.evil.test", "loopback"],
    ["http://evil.localhost", "loopback"],
    ["http://127.0.0.1@evil.test", "loopback"],
    ["http://127.0.0.1:4010/api", "must be an origin"],
    ["http://127.0.0.1:4010/?a", "must be an origin"],
    ["http://u:p@127.0.0.1:4010", "must be an origin"],
  ])("must not be %s", (url, message) => {
    expect(() => toSandboxUrl(url)).toThrow(message);
  });
});
