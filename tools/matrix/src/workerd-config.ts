// workerd reads no node_modules: its configuration lists every module. They are resolved as Node does, but with the conditions
// of bundlers for Workers, which do not include "node".
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";

/** The files of an entry, by condition. */
type Target = Record<string, string>;

interface Manifest {
  name: string;
  exports: Record<string, Target>;
}

const conditions = ["workerd", "worker", "browser", "import", "default"];
const core = dirname(createRequire(import.meta.url).resolve("@numipay/core/package.json"));
const manifest = JSON.parse(readFileSync(join(core, "package.json"), "utf8")) as Manifest;

/** Writes the configuration of a Worker without `nodejs_compat`, and returns its path. */
export function writeWorkerdConfig(entry: string): string {
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
      globalOutbound = "suite",
    )),
    # The suite runs on this machine.
    (name = "suite", network = (allow = ["local", "private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`,
  );
  return path;
}

/**
 * Collects every module that is imported statically, by the name that workerd gives it: the specifier relative to its importer.
 * Only the client imports more, on demand.
 */
function collectModules(
  name: string,
  file: string,
  found = new Map<string, string>(),
): Map<string, string> {
  if (found.has(name)) return found;
  found.set(name, file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
    /^import [^"\r\n]*"([^"\r\n]+)";$/gm,
  )) {
    collectModules(posix.join(posix.dirname(name), specifier), resolve(specifier, file), found);
  }
  return found;
}

function resolve(specifier: string, importer: string): string {
  if (specifier.startsWith(".")) return join(dirname(importer), specifier);
  const target = specifier === manifest.name ? manifest.exports["."] : undefined;
  if (target === undefined) {
    throw new Error(`${importer} imports ${specifier}, which Workers do not have.`);
  }
  return join(core, chooseFile(target));
}

function chooseFile(target: Target): string {
  const [, file = ""] = Object.entries(target).find(([key]) => conditions.includes(key)) ?? [];
  return file;
}
