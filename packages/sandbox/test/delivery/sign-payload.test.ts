import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { signPayload } from "../../src/delivery/sign-payload.js";

interface Vector {
  readonly id: string;
  readonly passwords: readonly string[];
  readonly headers: { readonly "x-signature": string };
  readonly bodyBase64: string;
}

const path = createRequire(import.meta.url).resolve("@numipay/core/contract/vectors.json");
const { vectors } = JSON.parse(readFileSync(path, "utf8")) as { vectors: Vector[] };

describe("signPayload", () => {
  it.each(["documented-example", "exact"])("matches the vector %s", (id) => {
    const vector = vectors.find((one) => one.id === id);
    const text = Buffer.from(vector?.bodyBase64 ?? "", "base64").toString("utf8");
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
    expect(signPayload(text, vector?.passwords[0] ?? "")).toBe(vector?.headers["x-signature"]);
  });
});
