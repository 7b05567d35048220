import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";
import type * as Core from "../src/index.js";

describe("a minified bundle", () => {
  it("keeps the names of the errors", async () => {
    const bundle = await rolldown({
      input: "program",
      platform: "node",
      plugins: [
        {
          name: "program",
          resolveId: (id) => (id === "program" ? id : null),
          load: (id) =>
            id === "program"
              ? `export { InvalidOptionError, OutcomeUnknownError, Numipay } from ${JSON.stringify(entry)};`
              : null,
        },
      ],
    });
    const { output } = await bundle.generate({ minify: true });
    const { code } = output[0];
    // Otherwise the test would show nothing.
    expect(code).not.toContain("class InvalidOptionError");
    const { InvalidOptionError, Numipay } = (await import(
      `data:text/javascript,${encodeURIComponent(code)}`
    )) as typeof Core;
    expect(new InvalidOptionError("path", "is missing.").name).toBe("InvalidOptionError");
    expect(() => new Numipay({ apiKey: "" })).toThrow(
      expect.objectContaining({ name: "InvalidOptionError" }),
    );
  });
});

const entry = new URL("../dist/index.js", import.meta.url).pathname;
