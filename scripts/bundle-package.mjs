// Bundles the package of the working directory, after tsc has written its types: every entry as an ES module and as CommonJS,
// and the types of both. Decisions 0005 and 0028.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** The modules that package.json names: `pglite` for `./dist/pglite.js`. */
const entries = [...new Set(pathsIn(manifest.exports).flatMap(toModule))];
/** A command's program is started and never required. */
const programs = manifest.bin === undefined ? [] : ["main"];

function pathsIn(target) {
  if (typeof target === "string") return [target];
  return Object.values(target ?? {}).flatMap(pathsIn);
}

function toModule(path) {
  const [, name] = /^\.\/dist\/(.+)\.js$/.exec(path) ?? [];
  return name === undefined ? [] : [name];
}

/** Types are copied under the other ending, because TypeScript reads the format of a module from it. */
function writeCommonJsTypes() {
  const waiting = entries.map((name) => join("dist", `${name}.d.ts`));
  for (const path of waiting) {
    const text = readFileSync(path, "utf8");
    const copied = text.replace(relativeImport, (_, before, name) => {
      const imported = join(dirname(path), `${name}.d.ts`);
      if (!waiting.includes(imported)) waiting.push(imported);
      return `${before}"${name}.cjs"`;
    });
    writeFileSync(path.replace(/\.ts$/, ".cts"), copied);
  }
}

const relativeImport = /(\bfrom |\bimport |\bimport\()"(\.[^"]+)\.js"/g;

/** What is imported on first use; `import()` of CommonJS fails in Jest. Other names are files of the user. */
const requirePackages = {
  name: "require-packages",
  renderChunk: (code) =>
    code.replace(/\bimport\(("[\w@/.-]+")\)/g, "Promise.resolve().then(() => require($1))"),
};

/** The entry that other packages load. It must not load what only the others share. */
const lightEntry = "node";

/** Collects the modules that the light entry loads, or all modules where there is none. */
function findLightModules(light) {
  return {
    name: "find-light-modules",
    buildEnd() {
      const ids = [...this.getModuleIds()];
      const start = ids.find((id) => id.endsWith(`/src/${lightEntry}.ts`));
      const waiting = start === undefined ? ids : [start];
      for (const id of waiting) {
        if (light.has(id)) continue;
        light.add(id);
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
  };
}

async function bundle(names, { format, ending, platform, plugins = [] }) {
  const light = new Set();
  const bundled = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, join("src", `${name}.ts`)])),
    // Each package is installed on its own. Only the functions that replace decorators are copied.
    external: (id) => !/^(?:\.|@oxc-project\/)/.test(id) && !isAbsolute(id),
    platform,
    tsconfig: "tsconfig.json",
    plugins: [findLightModules(light), ...plugins],
    onLog(level, log) {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  await bundled.write({
    dir: "dist",
    format,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `parts/[name].${ending}`,
    exports: "named",
    esModule: true,
    // Comments are in the types. Without them a module loads faster.
    comments: { legal: true, annotation: true, jsdoc: false },
    // Few files, because each that is loaded costs time. A command loads its parts on first use.
    codeSplitting: programs.length > 0 || {
      groups: [
        { name: "shared", minShareCount: 2, test: (id) => light.has(id), priority: 1 },
        { name: "more", minShareCount: 2 },
      ],
    },
  });
}

await bundle([...entries, ...programs], { format: "esm", ending: "js", platform: "neutral" });
await bundle(entries, {
  format: "cjs",
  ending: "cjs",
  // Turns import.meta.url into __filename.
  platform: "node",
  plugins: [requirePackages],
});
writeCommonJsTypes();
