import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { formatRatio, markdownTable, median, shuffle, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";

const run = promisify(execFile);
const probe = fileURLToPath(new URL("probe-import.js", import.meta.url));

const ours = "@numipay/express";
const reference = "stripe";
const closest = "@octokit/webhooks";
const baseline = { name: "empty module", specifier: "./empty-module.js" };
const modules = [
  ...[ours, "@numipay/core", reference, "svix", closest].map((name) => ({
    name,
    specifier: name,
  })),
  baseline,
];
const defaultRounds = 25;

/** Measures the processor time of an import in a fresh process, as a share of stripe's. */
export async function measureImport({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const milliseconds = new Map<string, number[]>(modules.map(({ name }) => [name, []]));
  // The first round fills the file cache and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, specifier } of shuffle(modules, random)) {
      const took = await timeImport(specifier);
      if (round > 0) milliseconds.get(name)?.push(took);
    }
  }
  const timesOf = (name: string) => milliseconds.get(name) ?? [];
  const rows = modules.map(({ name }) => {
    const share = summarizeRatios(timesOf(name), timesOf(reference));
    return { name, share, cells: [name, formatRatio(share), median(timesOf(name)).toFixed(1)] };
  });
  const toPeer = (peer: string) => summarizeRatios(timesOf(ours), timesOf(peer)).median;
  return {
    title: "Import in a fresh process, as a share of stripe's",
    table: markdownTable(
      ["module", "share of stripe's", "median ms of processor time"],
      rows.map(({ cells }) => cells),
    ),
    values: Object.fromEntries(
      [reference, closest].map((peer) => [`import: ${ours} / ${peer}`, toPeer(peer)]),
    ),
  };
}

async function timeImport(specifier: string): Promise<number> {
  const { stdout } = await run(process.execPath, [probe, specifier]);
  return Number(stdout);
}
