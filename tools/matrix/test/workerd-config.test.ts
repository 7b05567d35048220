import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { writeWorkerdConfig } from "../src/workerd-config.js";

const entry = fileURLToPath(new URL("../dist/remote/workerd.js", import.meta.url));

describe("writeWorkerdConfig", () => {
  it("includes every module, and none of Node", () => {
    const path = writeWorkerdConfig(entry);
    const config = readFileSync(path, "utf8");
    expect(config).toContain('name = "@numipay/core"');
    expect(config).not.toContain("nodejs_compat");
    const modules = [...config.matchAll(/embed "(.+?)"/g)].map(([, file = ""]) =>
      readFileSync(join(dirname(path), file), "utf8"),
    );
    rmSync(dirname(path), { recursive: true });
    expect(modules.length).toBeGreaterThan(2);
    expect(modules.filter((text) => text.includes('from "node:'))).toEqual([]);
  });
});
