import { afterEach, expect, test, vi } from "vitest";
import { toWebhookSettings } from "../../src/webhooks/options.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test.each([undefined, "", [], [""]])(
  "%j as password is refused, and the message says where to find one",
  (wrong) => {
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", "");
    expect(() =>
      toWebhookSettings(wrong === undefined ? {} : { signaturePassword: wrong }),
    ).toThrow(/^signaturePassword: .*Settings > Credentials.*NUMIPAY_SIGNATURE_PASSWORD/);
  },
);

test("the password comes from the environment where none is given", () => {
  vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", "from-the-environment-30-characters");
  expect(toWebhookSettings({}).passwords).toEqual(["from-the-environment-30-characters"]);
});

test.each([
  ["brief-9", /fewer than 20 characters/],
  ["long-enough-but-with-a-newline\n", /begins or ends with a blank/],
])("the password %j is warned of, and not printed", (password, warning) => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  toWebhookSettings({ signaturePassword: password });
  expect(warn).toHaveBeenCalledTimes(1);
  const said = String(warn.mock.calls[0]);
  expect(said).toMatch(warning);
  expect(said).not.toContain(password);
});

test("a good password is not warned of", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  toWebhookSettings({ signaturePassword: "x".repeat(20) });
  expect(warn).not.toHaveBeenCalled();
});

test.each([0, -1, 1.5, NaN, "1mb"])("maxBodyBytes %j is refused", (wrong) => {
  expect(() =>
    toWebhookSettings({ signaturePassword: "x".repeat(20), maxBodyBytes: wrong as number }),
  ).toThrow(/^maxBodyBytes: /);
});

test("an onOutcome that is no function is refused", () => {
  const onOutcome = "log" as unknown as () => void;
  expect(() => toWebhookSettings({ signaturePassword: "x".repeat(20), onOutcome })).toThrow(
    /^onOutcome: /,
  );
});

test("a confirm that is no function is refused at start-up, not by the first deposit", () => {
  expect(() =>
    toWebhookSettings({ signaturePassword: "x".repeat(20), confirm: "yes" as never }),
  ).toThrow(/^confirm: /);
});
