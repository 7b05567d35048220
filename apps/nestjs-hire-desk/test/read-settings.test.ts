import { describe, expect, it } from "vitest";
import { readSettings } from "../dist/src/settings/read-settings.js";

describe("readSettings", () => {
  it("lists all invalid settings", () => {
    expect(() => readSettings({ PORT: "x", DEPOSITS_API_KEY: "k" })).toThrow(
      [
        "NUMIPAY_BASE_URL is not set.",
        "DEPOSITS_SIGNATURE_PASSWORD is not set.",
        "REFUNDS_API_KEY is not set.",
        "REFUNDS_SIGNATURE_PASSWORD is not set.",
        "PORT must be a whole number from 0 to 65535.",
      ].join("\n"),
    );
  });
});
