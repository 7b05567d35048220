// @ts-check
// workerd reads no node_modules: its configuration names every module. They are found by the rules of Node, with the
// conditions that bundlers for Workers take, which "node" is none of. So `#sha1` becomes the file without node:crypto.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";

const conditions = ["workerd", "worker", "browser", "import", "default"];
const core = dirname(createRequire(import.meta.url).resolve("@numipay/core/package.json"));
const manifest = JSON.parse(readFileSync(join(core, "package.json"), "utf8"));

/** Writes a configuration for a worker without `nodejs_compat`, and returns its path. */
export function writeWorkerdConfig(entry: string) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-workerd-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const modules = [...collectModules("main", entry)].map(([name, file], index) => {
    writeFileSync(join(folder, `${index}.js`), readFileSync(file));
    return `(name = ${JSON.stringify(name)}, esModule = embed "${index}.js")`;
  });
  const path = join(folder, "config.capnp");
  writeFileSync(
    path,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "2026-01-01",
      globalOutbound = "battery",
    )),
    # The battery is called on this machine.
    (name = "battery", network = (allow = ["local", "private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`,
  );
  return path;
}

/**
 * Every module that is imported at the start, by the name that workerd gives it: the specifier, counted from its importer.
 * Only the client imports more, later.
 */
function collectModules(name, file, found = new Map()): Map<string, string> {
  if (found.has(name)) return found;
  found.set(name, file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
    /^import [^"\r\n]*"([^"\r\n]+)";$/gm,
  )) {
    collectModules(posix.join(posix.dirname(name), specifier), resolve(specifier, file), found);
  }
  return found;
}

function resolve(specifier, importer): string {
  if (specifier.startsWith(".")) return join(dirname(importer), specifier);
  if (specifier === manifest.name) return join(core, choose(manifest.exports["."]));
  const target = manifest.imports[specifier];
  if (target === undefined)
    throw new Error(`${importer} imports ${specifier}, which no Worker has`);
  return join(core, choose(target));
}

function choose(target): string {
  const [, file = ""] = Object.entries(target).find(([key]) => conditions.includes(key)) ?? [];
  return file;
}
