import { runCommandLine } from "../../src/program/run-command-line.js";
import type { Case } from "./cases.js";
import type { World } from "./world.js";

/** Where a command prints to. */
export interface Screen {
  readonly columns: number;
  readonly isTty: boolean;
  readonly env: Record<string, string>;
}

/** Runs a command, and returns what a terminal would show, without progress lines, and the exit code. */
export async function showRun(one: Case, world: World, screen: Screen): Promise<string> {
  const stopping = new AbortController();
  let shown = "";
  const print = (text: string): void => {
    shown += text;
    const url = /Listening on (\S+),/.exec(shown)?.[1];
    if (url === undefined || listening) return;
    listening = true;
    void one.whileListening?.(url).finally(() => stopping.abort(new Error("stopped")));
  };
  let listening = false;
  const exitCode = await runCommandLine(one.args(world), {
    env: { ...world.env, ...one.env?.(world), ...screen.env },
    isStdinTty: false,
    isStdoutTty: screen.isTty,
    isStderrTty: screen.isTty,
    columns: screen.columns,
    signal: stopping.signal,
    out: async (text) => print(text),
    err: print,
    redraw: () => undefined,
    readStdin: async () => Buffer.from(one.stdin ?? ""),
  });
  return `${normalize(shown, world)}(exit code ${exitCode})\n`;
}

/** Replaces what differs in each run by text of the same width, so that lines break at the same places. */
function normalize(text: string, { cwd }: World): string {
  return text
    .replaceAll(cwd, "/work")
    .replaceAll(/(127\.0\.0\.1:)\d{5}/g, "$112345")
    .replaceAll(/\b\d+ ms\b/g, "5 ms")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "12:34:56")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-02T12:00:00.000Z")
    .replaceAll(/(?<=\b(?:from|to)=)\d{2}-\d{2}-\d{4}/g, "02-01-2026")
    .replaceAll(/(?<=\b(?:from|to)=)\d{4}-\d{2}-\d{2}/g, "2026-01-02")
    .replaceAll(/(?<=order-\d+-|doctor-)[0-9a-f]{8}/g, "0123abcd")
    .replaceAll(/sent by: .*/g, "sent by: (versions)");
}
