// @ts-check
import type { RunOptions, Section } from "../main.js";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";

const run = promisify(execFile);
const probe = fileURLToPath(new URL("probe-import.js", import.meta.url));

const ours = "@numipay/express";
const reference = "stripe";
const floor = { name: "empty module", specifier: "./empty-module.js" };
const modules = [
  ...[ours, "@numipay/core", reference, "svix", "@octokit/webhooks"].map((name) => ({
    name,
    specifier: name,
  })),
  floor,
];
const defaultRounds = 25;

/** The processor time of an import in a fresh process, as a share of what stripe's takes. */
export async function measureImport({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const milliseconds: Map<string, number[]> = new Map(modules.map(({ name }) => [name, []]));
  // The first round fills the file cache and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, specifier } of shuffle(modules, random)) {
      const took = await timeImport(specifier);
      if (round > 0) milliseconds.get(name)?.push(took);
    }
  }
  const of = (name: string) => milliseconds.get(name) ?? [];
  const rows = modules.map(({ name }) => {
    const share = summarizeRatios(of(name), of(reference));
    return { name, share, cells: [name, showRatio(share), median(of(name)).toFixed(1)] };
  });
  const share = rows.find(({ name }) => name === ours)?.share.median ?? Number.NaN;
  return {
    title: "Import in a fresh process, as a share of stripe's",
    table: markdownTable(
      ["module", "share of stripe's", "median ms of processor time"],
      rows.map(({ cells }) => cells),
    ),
    values: { [`import: ${ours} / ${reference}`]: share },
  };
}

async function timeImport(specifier: string) {
  const { stdout } = await run(process.execPath, [probe, specifier]);
  return Number(stdout);
}
