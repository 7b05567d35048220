import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import { joinSections, type RunOptions, type Section } from "../section.js";
import { measureEntries } from "./measure-entries.js";
import { timeImports } from "./time-import.js";

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

/** Measures the processor time of imports in fresh processes. */
export async function measureImport(options: RunOptions): Promise<Section> {
  return joinSections("Imports", [await measurePeers(options), await measureEntries(options)]);
}

async function measurePeers({ rounds = defaultRounds, random }: RunOptions): Promise<Section> {
  const times = await timeImports(modules, rounds, random);
  const timesOf = (name: string): readonly number[] => times.get(name) ?? [];
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
