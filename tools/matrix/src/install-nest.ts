// Each major version of NestJS gets a folder of its own: @numipay/nestjs must find that version as its peer, and a workspace
// can only have one. The folder is what npm would install for a user, made of links and the built package.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fetchPackages } from "./fetch-runtime.js";

const { resolve } = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(resolve(`${name}/package.json`));

/**
 * Installs a major version of NestJS with both platforms.
 *
 * @returns the URL of the module that has its hosts
 * @throws Error with the reason in one line
 */
export async function installNest(major: number): Promise<string> {
  const parts = ["common", "core", "platform-express", "platform-fastify"];
  const peers = ["reflect-metadata@0.2", "rxjs@7"];
  const packages = [...parts.map((part) => `@nestjs/${part}@${major}`), ...peers];
  const fetched = dirname(await fetchPackages(packages, ["--ignore-scripts"]));

  const folder = mkdtempSync(join(tmpdir(), `numipay-nest-${major}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@numipay"), { recursive: true });
  for (const name of ["@nestjs", "reflect-metadata", "rxjs"]) {
    symlinkSync(join(fetched, name), join(modules, name), "junction");
  }
  symlinkSync(folderOf("@numipay/core"), join(modules, "@numipay/core"), "junction");
  // Copied, because Node would resolve the peers of a link from its target.
  for (const part of ["package.json", "dist"]) {
    const from = join(folderOf("@numipay/nestjs"), part);
    cpSync(from, join(modules, "@numipay/nestjs", part), { recursive: true });
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const hosts = join(folder, "nest.js");
  cpSync(fileURLToPath(new URL("hosts/nest.js", import.meta.url)), hosts);
  return pathToFileURL(hosts).href;
}
