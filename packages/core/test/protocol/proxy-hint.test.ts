import { describe, expect, it } from "vitest";
import { proxyHint } from "../../src/protocol/proxy-hint.js";

const url = new URL("https://gateway.example/api");
const https_proxy = "http://user:secret@proxy.example:3128";

describe("the hint about a proxy", () => {
  it.each([
    [[20, 20], "the fetch of Node 20.20 ignores it"],
    [[22, 20], "the fetch of Node 22.20 ignores it"],
    [[22, 21], "set NODE_USE_ENV_PROXY=1"],
    [[24, 0], "set NODE_USE_ENV_PROXY=1"],
  ] as const)("names what Node %j lacks", (node, text) => {
    const hint = proxyHint({ url, node, env: { HTTPS_PROXY: https_proxy } });
    expect(hint).toContain("HTTPS_PROXY is set");
    expect(hint).toContain(text);
    expect(hint).not.toContain("secret");
  });

  it.each([
    [407, "requires a login (407)"],
    [403, "which refused it (403)"],
    [undefined, "Check that the proxy runs and allows gateway.example"],
  ])("explains the refusal %s of a proxy in use", (proxyStatus, text) => {
    const env = { https_proxy, NODE_USE_ENV_PROXY: "1" };
    expect(proxyHint({ url, proxyStatus, env, node: [24, 5] })).toContain(text);
  });

  it("names NO_PROXY for a request to this machine", () => {
    const env = { http_proxy: https_proxy, NODE_USE_ENV_PROXY: "1" };
    const local = new URL("http://127.0.0.1:4010/");
    expect(proxyHint({ url: local, env, node: [24, 5] })).toContain("Add 127.0.0.1 to NO_PROXY");
    expect(proxyHint({ url: local, env: { http_proxy: https_proxy }, node: [24, 5] })).toBe(
      undefined,
    );
  });

  it.each(["*", "gateway.example", "a.example, .example", "*.example", "gateway.example:443"])(
    "is absent with NO_PROXY=%s",
    (NO_PROXY) => {
      expect(proxyHint({ url, env: { https_proxy, NO_PROXY }, node: [20, 20] })).toBe(undefined);
    },
  );

  it.each(["example.org", "gateway.example:8443", "ample"])(
    "remains with NO_PROXY=%s",
    (NO_PROXY) => {
      expect(proxyHint({ url, env: { https_proxy, NO_PROXY }, node: [20, 20] })).toContain(
        "is set",
      );
    },
  );

  it("is absent without a variable for the scheme", () => {
    expect(proxyHint({ url, env: { HTTP_PROXY: https_proxy, https_proxy: "" } })).toBe(undefined);
  });

  it("says that a direct request uses none", () => {
    expect(proxyHint({ url, env: { https_proxy }, isDirect: true, node: [24, 5] })).toContain(
      "this request never uses a proxy",
    );
  });
});
