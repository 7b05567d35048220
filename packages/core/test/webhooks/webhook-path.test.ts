import { describe, expect, it, vi } from "vitest";
import {
  endsWithPath,
  isWebhookPath,
  toWebhookPath,
  toPathEnd,
  warnOfRepeatedPrefix,
} from "../../src/webhooks/webhook-path.js";

describe("isWebhookPath", () => {
  it.each([
    ["/hook", "/hook", true],
    ["/hook//", "/hook/", true],
    ["/hook/more", "/hook", false],
    ["/Hook", "/hook", false],
    ["/", "/", true],
    [null, "/", true],
    [null, "/hook", false],
    ["/any", "*", true],
    ["/".repeat(16_000), "/", true],
    [`${"/".repeat(16_000)}x`, "/", false],
  ])("compares %.10s with %s: %s", (path, webhookPath, expected) => {
    expect(isWebhookPath(path, webhookPath)).toBe(expected);
  });
});

describe("toWebhookPath", () => {
  it.each([
    ["/hooks/numipay", "/hooks/numipay"],
    ["hooks/numipay", "/hooks/numipay"],
    ["/hooks/", "/hooks"],
    ["", "/"],
    ["/", "/"],
    ["*", "*"],
  ])("reads %j as %s", (path, expected) => {
    expect(toWebhookPath(path)).toBe(expected);
  });
});

describe("endsWithPath", () => {
  const ends = (url: string, path: string): boolean | undefined => {
    const pathEnd = toPathEnd(path);
    return pathEnd && endsWithPath(url, pathEnd);
  };

  it.each([
    ["/api/v1/webhooks/numipay?a=/b", "/webhooks/numipay"],
    ["//WEBHOOKS//numipay/", "webhooks/numipay/"],
    ["/web%68ooks/numipay", "/webhooks/numipay"],
    ["/hooks/42", "/hooks/:merchant"],
    ["/any", "/"],
  ])("matches %s with %s", (url, path) => {
    expect(ends(url, path)).toBe(true);
  });

  it.each([
    ["/upload", "/webhooks/numipay"],
    ["/webhooks/numipay/more", "/webhooks/numipay"],
    ["/upload?to=/webhooks/numipay", "/webhooks/numipay"],
    ["/%zz", "/hook"],
  ])("does not match %s with %s", (url, path) => {
    expect(ends(url, path)).toBe(false);
  });

  it("cannot be used for a pattern", () => {
    expect(ends("/upload", "/hooks/*")).toBeUndefined();
    expect(ends("/upload", "/hooks/:id(\\d+)")).toBeUndefined();
  });
});

describe("warnOfRepeatedPrefix", () => {
  const warningOf = (prefix: string, path: string): string | undefined => {
    const log = vi.spyOn(console, "warn").mockReturnValue();
    warnOfRepeatedPrefix(prefix, path);
    const [line] = log.mock.calls[0] ?? [];
    log.mockRestore();
    return line as string | undefined;
  };

  it.each([
    ["/webhooks/numipay", "/webhooks/numipay", "/webhooks/numipay", "/"],
    ["/api/webhooks/numipay/", "webhooks/numipay", "/api/webhooks/numipay", "/"],
    ["/api", "/api/webhooks/numipay", "/api/webhooks/numipay", "/webhooks/numipay"],
    ["/api/webhooks", "/webhooks/numipay", "/api/webhooks/numipay", "/numipay"],
  ])("warns of %s before %s", (prefix, path, served, relative) => {
    const warning = warningOf(prefix, path);
    expect(warning).toMatch(/^numipay: the webhook is mounted at \//);
    expect(warning).toContain(`To serve ${served}, set path to "${relative}".`);
  });

  it.each([
    ["", "/webhooks/numipay"],
    ["/", "/webhooks/numipay"],
    ["/api", "/webhooks/numipay"],
    ["/web", "/webhooks/numipay"],
    ["/my-webhooks/numipay", "/numipay-webhooks"],
    ["/webhooks/numipay", "/"],
    ["/webhooks/numipay", "*"],
  ])("accepts %s before %s", (prefix, path) => {
    expect(warningOf(prefix, path)).toBeUndefined();
  });
});
