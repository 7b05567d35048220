import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createSandbox } from "../src/index.js";

const page = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

describe("the steps of the repository's README", () => {
  it("have the keys of every sandbox without a seed", async () => {
    const sandbox = await createSandbox();
    const keys = new Set(page.match(/sandbox_dev_\w+/g));
    const [password] = /(?<=NUMIPAY_SIGNATURE_PASSWORD=)\S+/.exec(page) ?? [];
    expect([...keys]).toEqual([sandbox.apiKey]);
    expect(password).toBe(sandbox.signaturePassword);
    await sandbox.close();
  });

  it("have a command that opens a checkout", async () => {
    const sandbox = await createSandbox();
    const [, origin = "", path = "", rest = ""] =
      /curl -s (http:\/\/[^/\s]+)(\S+) \\([^`]*)/.exec(page) ?? [];
    expect(origin).toBe("http://127.0.0.1:4010");
    const headers = [...rest.matchAll(/-H '([^:]+): ([^']+)'/g)];
    const response = await sandbox.fetch(path, {
      method: "POST",
      headers: Object.fromEntries(headers.map(([, name = "", value = ""]) => [name, value])),
      body: /-d '([^']+)'/.exec(rest)?.[1] ?? "",
    });
    expect(await response.json()).toEqual({ url: expect.stringMatching(/\/cashier\/\w+$/) });
    await sandbox.close();
  });
});
