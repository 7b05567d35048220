import { afterEach, describe, expect, it, vi } from "vitest";
import { toWebhookSettings } from "../../src/webhooks/options.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("webhook options", () => {
  it.each([undefined, "", [], [""]])("rejects the password %j", (wrong) => {
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", "");
    expect(() =>
      toWebhookSettings(wrong === undefined ? {} : { signaturePassword: wrong }),
    ).toThrow(/^signaturePassword is missing.*Settings > Credentials.*NUMIPAY_SIGNATURE_PASSWORD/);
  });

  it("defaults to the environment's password", () => {
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", "from-the-environment-30-characters");
    expect(toWebhookSettings({}).passwords).toEqual(["from-the-environment-30-characters"]);
  });

  it.each([
    ["brief-9", /fewer than 20 characters/],
    ["long-enough-but-with-a-newline\n", /begins or ends with whitespace/],
  ])("warns about the password %j without printing it", (password, warning) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    toWebhookSettings({ signaturePassword: password });
    expect(warn).toHaveBeenCalledTimes(1);
    const message = String(warn.mock.calls[0]);
    expect(message).toMatch(warning);
    expect(message).not.toContain(password);
  });

  it("does not warn about a good password", () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    toWebhookSettings({ signaturePassword: "x".repeat(20) });
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([0, -1, 1.5, NaN, "1mb"])("rejects maxBodyBytes %j", (wrong) => {
    expect(() =>
      toWebhookSettings({ signaturePassword: "x".repeat(20), maxBodyBytes: wrong as number }),
    ).toThrow(/^maxBodyBytes must be/);
  });

  it("rejects an invalid onOutcome", () => {
    const onOutcome = "log" as unknown as () => void;
    expect(() => toWebhookSettings({ signaturePassword: "x".repeat(20), onOutcome })).toThrow(
      /^onOutcome must be/,
    );
  });

  it("rejects an invalid confirm", () => {
    expect(() =>
      toWebhookSettings({ signaturePassword: "x".repeat(20), confirm: "yes" as never }),
    ).toThrow(/^confirm must be/);
  });
});
