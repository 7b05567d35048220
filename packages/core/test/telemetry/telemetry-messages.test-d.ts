// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import type { TelemetryMessages, telemetryChannels } from "../../src/index.js";

describe("TelemetryMessages", () => {
  it("has a message for each channel", () => {
    expectTypeOf<keyof TelemetryMessages>().toEqualTypeOf<(typeof telemetryChannels)[number]>();
  });

  it("lets a subscriber set around only", () => {
    const message = {} as TelemetryMessages["numipay.client.call"];
    message.around = (run) => run();
    // @ts-expect-error -- the outcome is the library's
    message.outcome = "succeeded";
  });
});
