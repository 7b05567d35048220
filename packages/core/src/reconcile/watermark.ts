import { InvalidOptionError } from "../protocol/errors.js";
import { addDays, type DayWindow, dayWindows, isDay } from "../protocol/gateway-date.js";
import { dayInZone } from "../protocol/time-zone.js";
import { toCheckpointName } from "../webhooks/set-aside-notes.js";
import type { ReconcileSettings } from "./reconcile-options.js";
import { type FailureNotes, loadFailureNotes, noFailureNotes } from "./set-aside.js";

/** The day up to which everything is applied. Stored in the inbox. */
export interface Watermark {
  /** The day; undefined if no run has moved it yet, and for a run that does not move it. */
  day(): string | undefined;
  /** Moves it forward to a day, never back. */
  advance(day: string): Promise<void>;
}

/** The windows to read, and the watermark and failures to update. */
export interface RunPlan {
  windows: readonly DayWindow[];
  watermark: Watermark;
  notes: FailureNotes;
}

/**
 * Plans a run.
 *
 * @throws InvalidOptionError when the checkpoint does not contain a day
 */
export async function planRun<Tx>(
  settings: ReconcileSettings<Tx>,
  namespace: string,
): Promise<RunPlan> {
  const { from, to, lookbackDays, dryRun, setAsideAfter, windowDays, timeZone } = settings;
  const today = dayInZone(new Date(settings.now()), timeZone);
  const { checkpoints } = settings.webhook.inbox;
  const checkpoint = toCheckpointName(settings.checkpoint, namespace);
  const notes =
    checkpoints === undefined || dryRun
      ? noFailureNotes
      : await loadFailureNotes(checkpoints, checkpoint, setAsideAfter);
  if (settings.retrySetAside) return { windows: toWindows(notes), watermark: unmoved, notes };
  // An explicit range does not move the watermark: the days before it may be missing.
  if (from !== undefined || checkpoints === undefined) {
    const cut = { longestDays: windowDays, timeZone };
    return {
      windows: [...dayWindows(from ?? today, to ?? today, cut)],
      watermark: unmoved,
      notes,
    };
  }
  const text = await checkpoints.read(checkpoint);
  if (text !== undefined && !isDay(text)) {
    throw new InvalidOptionError(
      "checkpoint",
      `"${checkpoint}" in the inbox contains ${JSON.stringify(text)} instead of a day. Check that nothing else writes to that name.`,
    );
  }
  const latest = earliestToday(settings.now());
  // Not beyond today: a clock that was once ahead must not stop reconciling for good.
  const day = text === undefined || text > latest ? latest : text;
  const first = addDays(day, -lookbackDays);
  let reached = text;
  const advance = async (completed: string): Promise<void> => {
    const next = completed < latest ? completed : latest;
    if (dryRun || (reached !== undefined && next <= reached)) return;
    await checkpoints.write(checkpoint, next);
    reached = next;
  };
  // Stored before the first window, so that the next run does not begin later if that window fails.
  if (text === undefined) await advance(addDays(first, -1));
  const watermark = { day: () => (dryRun ? text : reached), advance };
  return { windows: [...dayWindows(first, today, { longestDays: windowDays })], watermark, notes };
}

/** The offset of the westernmost time zone, UTC-12. */
const furthestBehindMs = 12 * 60 * 60 * 1000;

/**
 * Today in the westernmost time zone. The watermark never passes it, so that every day before the watermark is over in all time
 * zones and the next run may use another one without skipping a day.
 */
function earliestToday(now: number): string {
  return dayInZone(new Date(now - furthestBehindMs));
}

const unmoved: Watermark = { day: () => undefined, advance: async () => undefined };

function toWindows(notes: FailureNotes): DayWindow[] {
  const windows = [...notes.entries().values()].map(({ window }) => window);
  const byDays = new Map(windows.map((window) => [`${window.from} ${window.to}`, window]));
  return [...byDays.values()].toSorted((one, other) => one.from.localeCompare(other.from));
}
