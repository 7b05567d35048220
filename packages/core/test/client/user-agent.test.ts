import { describe, expect, it, onTestFinished, vi } from "vitest";
import { toUserAgent } from "../../src/client/user-agent.js";
import { coreVersion } from "../../src/protocol/version.generated.js";
import { checkout, clientOf, respondWith, startGateway } from "./stub-gateway.js";

const own = `numipay-node/${coreVersion}`;

describe("toUserAgent", () => {
  it.each([
    [{ node: "20.20.2", bun: "1.4.5" }, "bun/1.4.5"],
    [{ node: "22.0.0", deno: "2.9.6" }, "deno/2.9.6"],
    [{ node: "20.20.2" }, "node/20.20.2"],
    [{}, "unknown"],
  ])("names the runtime of %j", (versions, runtime) => {
    vi.stubGlobal("process", { versions });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(toUserAgent(undefined)).toBe(`${own} ${runtime}`);
  });

  it.each(["", " a", "a ", "a\nb", "caf\u00e9", "a".repeat(201), 7])(
    "rejects the suffix %j",
    (suffix) => {
      expect(() => toUserAgent(suffix as string)).toThrow(/^userAgentSuffix must be/);
    },
  );
});

describe("a call", () => {
  it("sends the User-Agent with the suffix", async () => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    await clientOf(gateway, { userAgentSuffix: "my-shop/4.5" }).payments.hostedCheckout(checkout);
    expect(gateway.seen[0]?.headers["user-agent"]).toBe(
      `${own} node/${process.versions.node} my-shop/4.5`,
    );
  });
});
