import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

// What an import costs is finding, reading and compiling each module, so they are listed. Decision 0005.

const run = promisify(execFile);

const program = `
  import { register } from "node:module";
  const hooks = \`
    import { writeSync } from "node:fs";
    export async function resolve(specifier, context, next) {
      const resolved = await next(specifier, context);
      writeSync(1, resolved.url.replace(/^.*[/]packages[/]/, "") + "\\\\n");
      return resolved;
    }
  \`;
  const before = new Set(process.moduleLoadList);
  register("data:text/javascript," + encodeURIComponent(hooks));
  await import(process.argv[1]);
  if (!before.has("NativeModule crypto") && process.moduleLoadList.includes("NativeModule crypto")) {
    console.log("node:crypto");
  }
`;

async function listModules(entry: string): Promise<string[]> {
  const args = ["--input-type=module", "--eval", program, entry];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout } = await run(process.execPath, args, { cwd });
  return [...new Set(stdout.trim().split("\n"))];
}

describe("importing @numipay/express", () => {
  it("loads two files of the core, and no client", async () => {
    expect(await listModules("@numipay/express")).toEqual([
      "express/dist/index.js",
      "core/dist/node.js",
      "core/dist/parts/shared.js",
      "node:diagnostics_channel",
    ]);
  });
});
