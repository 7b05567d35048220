import { count } from "../text/count.js";
/** The numbers of a run. */
export interface Done {
  readonly listed: number;
  readonly found: number;
  readonly unhandled: number;
  readonly failed: number;
  readonly setAside: number;
  readonly conflicts: number;
  /** Calls of the journal that the list confirmed. Undefined if none was given, and in a dry run. */
  readonly intents: number | undefined;
  readonly dryRun: boolean;
  readonly watermark: string | undefined;
  /** The first and the last day that were read. Undefined if none was, or only what was set aside. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The numbers as one sentence. */
export function toSummary(done: Done): string {
  const { listed, found, unhandled, failed, setAside, conflicts, intents = 0 } = done;
  const { dryRun, watermark, from, to } = done;
  const parts = [
    from === undefined ? `${listed} listed` : `${listed} listed from ${from} to ${to}`,
    dryRun ? `${found} missing (dry run: nothing was applied)` : `${found} applied`,
    ...(unhandled > 0 ? [`${unhandled} without a handler`] : []),
    ...(failed > 0 ? [`${failed} failed and will be retried by the next run`] : []),
    ...(setAside > 0 ? [`${setAside} set aside, see --retry-set-aside`] : []),
    ...(conflicts > 0 ? [`${conflicts} in conflict with the inbox`] : []),
    ...(intents > 0 ? [`${count(intents, "call")} confirmed`] : []),
    ...(watermark === undefined ? [] : [`complete up to ${watermark}`]),
  ];
  return `${parts.join("; ")}.`;
}
