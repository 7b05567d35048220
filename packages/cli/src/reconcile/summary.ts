/** The numbers of a run. */
export interface Done {
  readonly listed: number;
  readonly found: number;
  readonly unhandled: number;
  readonly failed: number;
  readonly setAside: number;
  readonly conflicts: number;
  readonly dryRun: boolean;
  readonly watermark: string | undefined;
}

/** The numbers as one sentence. */
export function toSummary(done: Done): string {
  const { listed, found, unhandled, failed, setAside, conflicts, dryRun, watermark } = done;
  const parts = [
    `${listed} listed`,
    dryRun ? `${found} missing (dry run: nothing was applied)` : `${found} applied`,
    ...(unhandled > 0 ? [`${unhandled} without a handler`] : []),
    ...(failed > 0 ? [`${failed} failed and will be retried by the next run`] : []),
    ...(setAside > 0 ? [`${setAside} set aside, see --retry-set-aside`] : []),
    ...(conflicts > 0 ? [`${conflicts} in conflict with the inbox`] : []),
    ...(watermark === undefined ? [] : [`complete up to ${watermark}`]),
  ];
  return `${parts.join("; ")}.`;
}
