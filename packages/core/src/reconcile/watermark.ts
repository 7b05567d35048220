import { InvalidOptionError } from "../protocol/errors.js";
import { escapeColon } from "../protocol/event.js";
import { addDays, type DayWindow, dayWindows, isDay } from "../protocol/gateway-date.js";
import { dayInZone } from "../protocol/time-zone.js";
import type { ReconcileSettings } from "./reconcile-options.js";
import { type FailureNotes, noFailureNotes, openFailureNotes } from "./set-aside.js";

/** The day up to which everything is settled, kept in the inbox. */
export interface Watermark {
  /** The day; undefined where no run has moved it yet, and for a run that does not. */
  day(): string | undefined;
  /** Moves it up to a day, never back. */
  advance(day: string): Promise<void>;
}

/** The windows of days to look through, and the watermark that the run moves. */
export interface Course {
  windows: readonly DayWindow[];
  watermark: Watermark;
  notes: FailureNotes;
}

/**
 * Where a run begins and ends.
 *
 * @throws InvalidOptionError when the checkpoint is no day: something else writes under its name
 */
export async function toCourse<Tx>(
  settings: ReconcileSettings<Tx>,
  namespace: string,
): Promise<Course> {
  const { from, to, lookbackDays, dryRun, setAsideAfter, windowDays, timeZone } = settings;
  const today = dayInZone(new Date(settings.now()), timeZone);
  const { checkpoints } = settings.webhook.inbox;
  const checkpoint = toCheckpointName(settings.checkpoint, namespace);
  const notes =
    checkpoints === undefined || dryRun
      ? noFailureNotes
      : await openFailureNotes(checkpoints, checkpoint, setAsideAfter);
  if (settings.retrySetAside) return { windows: toWindows(notes), watermark: unmoved, notes };
  // A range that was asked for says nothing of the days before it.
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
      `"${checkpoint}" holds ${JSON.stringify(text)}, which is no day.`,
    );
  }
  const latest = earliestToday(settings.now());
  // Not past it: a clock that was wrong once must not end reconciling for good.
  const day = text === undefined || text > latest ? latest : text;
  const first = addDays(day, -lookbackDays);
  let reached = text;
  const advance = async (settled: string): Promise<void> => {
    const next = settled < latest ? settled : latest;
    if (dryRun || (reached !== undefined && next <= reached)) return;
    await checkpoints.write(checkpoint, next);
    reached = next;
  };
  // The first run's beginning is kept even if its first window fails: the next one must not begin later.
  if (text === undefined) await advance(addDays(first, -1));
  const watermark = { day: () => (dryRun ? text : reached), advance };
  return { windows: [...dayWindows(first, today, { longestDays: windowDays })], watermark, notes };
}

/** How far the last time zone of the earth is behind UTC. */
const furthestBehindMs = 12 * 60 * 60 * 1000;

/**
 * The day that it is in the last time zone of the earth. The watermark does not pass it, so that all days before the watermark
 * are over everywhere: the next run may use another time zone, and none of its days is left out.
 */
function earliestToday(now: number): string {
  return dayInZone(new Date(now - furthestBehindMs));
}

const unmoved: Watermark = { day: () => undefined, advance: async () => undefined };

/** The unnamed account's marks have the name that was given; another account's are kept apart from all of them. */
function toCheckpointName(checkpoint: string, namespace: string): string {
  const name = escapeColon(checkpoint);
  return namespace === "" ? name : `${name}:${escapeColon(namespace)}`;
}

function toWindows(notes: FailureNotes): DayWindow[] {
  const windows = [...notes.entries().values()].map(({ window }) => window);
  const byDays = new Map(windows.map((window) => [`${window.from} ${window.to}`, window]));
  return [...byDays.values()].toSorted((one, other) => one.from.localeCompare(other.from));
}
