import { describe, expect, it } from "vitest";
import { runNumipay } from "../run-numipay.js";

const env = { NUMIPAY_SIGNATURE_PASSWORD: "x".repeat(30), NUMIPAY_API_KEY: "key" };
const endpoint = "http://localhost:9/hook";

describe("a URL with a password", () => {
  it.each<[string, (url: string) => string[]]>([
    ["sandbox --webhook-url", (url) => ["sandbox", "--port", "0", "--webhook-url", url]],
    ["trigger --to", (url) => ["trigger", "deposit.successful", "--tracking-id=o", "--to", url]],
    ["forward --to", (url) => ["forward", "--listen", "0", "--to", url]],
    ["doctor", (url) => ["doctor", url]],
    ["doctor --sandbox", (url) => ["doctor", endpoint, "--sandbox", url]],
    [
      "doctor --ledger",
      (url) => ["doctor", endpoint, "--tracking-id", "order-{n}", "--ledger", url],
    ],
    ["--base-url", (url) => ["transactions", "list", "--base-url", url]],
    [
      "--return-url",
      (url) => [
        "payments",
        "hosted",
        "--tracking-id=o",
        "--user-id=u",
        "--currency=EUR",
        "--amount=1.00",
        `--return-url=${url}`,
        "--base-url=http://127.0.0.1:9",
      ],
    ],
  ])("is rejected by %s without repeating it", async (_, toArgs) => {
    for (const url of [
      "http://user:hunter2@127.0.0.1:9/hook",
      "http://hunter2@127.0.0.1:9/hook",
      "https://user:hun/ter2@127.0.0.1:9/hunter2@hook",
    ]) {
      const { exitCode, stdout, stderr } = await runNumipay(toArgs(url), { env });
      expect([url, exitCode, stdout]).toEqual([url, 2, ""]);
      expect(stderr).not.toMatch(/hunter2|ter2/);
    }
  });
});
