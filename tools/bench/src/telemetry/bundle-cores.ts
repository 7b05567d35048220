import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const coreFolder = fileURLToPath(new URL("../../../../packages/core", import.meta.url));

/** What the core's modules are where it has no channels: each operation runs, and nothing else. */
const withoutChannels: Readonly<Record<string, string>> = {
  "trace.ts": `
    export const isTraced = () => false;
    export const trace = (name, toMessage, work) => work(undefined);
  `,
  "trace-iteration.ts": `
    export const traceIteration = (name, toMessage, iterate) => iterate(undefined);
  `,
};

/** The core bundled twice from its source: as it is, and without its tracing channels. */
export interface CoreBundles {
  /** Addresses to import. */
  traced: string;
  plain: string;
  remove: () => Promise<void>;
}

export async function bundleCores(): Promise<CoreBundles> {
  const folder = await mkdtemp(join(tmpdir(), "numipay-bench-"));
  const traced = await bundleCore(join(folder, "traced.mjs"), {});
  const plain = await bundleCore(join(folder, "plain.mjs"), withoutChannels);
  return { traced, plain, remove: () => rm(folder, { recursive: true }) };
}

/** @throws Error when a module to replace is not part of the bundle */
async function bundleCore(
  file: string,
  replacements: Readonly<Record<string, string>>,
): Promise<string> {
  const waiting = new Map(
    Object.entries(replacements).map(([name, code]) => [`/telemetry/${name}`, code]),
  );
  const bundle = await rolldown({
    input: join(coreFolder, "src/index.ts"),
    cwd: coreFolder,
    platform: "node",
    external: /^node:/,
    tsconfig: join(coreFolder, "tsconfig.json"),
    plugins: [
      {
        name: "replace-modules",
        load(id) {
          const path = [...waiting.keys()].find((end) => id.endsWith(end));
          if (path === undefined) return null;
          const code = waiting.get(path) ?? null;
          waiting.delete(path);
          return code;
        },
      },
    ],
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  if (waiting.size > 0) throw new Error(`The core has no ${[...waiting.keys()].join(", ")}.`);
  return pathToFileURL(file).href;
}
