// Bundles the package of the working directory, after tsc has written its types: every entry as an ES module and as CommonJS,
// and the types of both. Decisions 0005 and 0028.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** The modules that package.json names: `pglite` for `./dist/pglite.js`. */
const entries = [...new Set(pathsIn([manifest.exports, manifest.imports]).flatMap(toModule))];
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

async function bundle(names, { format, ending, platform, plugins = [] }) {
  const bundled = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, join("src", `${name}.ts`)])),
    // Each package is installed on its own. Only the functions that replace decorators are copied.
    external: (id) => !/^(?:\.|@oxc-project\/)/.test(id) && !isAbsolute(id),
    platform,
    tsconfig: "tsconfig.json",
    plugins,
    onLog(level, log) {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  await bundled.write({
    dir: "dist",
    format,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `shared/[name].${ending}`,
    exports: "named",
    esModule: true,
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
