import { InvalidOptionError } from "../protocol/errors.js";
import { addDays, type DayWindow, isDay } from "../protocol/gateway-date.js";
import type { ReconcileSettings } from "./reconcile-options.js";

/** The day up to which everything is settled, kept in the inbox. */
export interface Watermark {
  /** The day; undefined where no run has moved it yet, and for a run that does not. */
  day(): string | undefined;
  /** Moves it up to a day, never back. */
  advance(day: string): Promise<void>;
}

/** The days to look through, and the watermark that the run moves. */
export interface Course {
  range: DayWindow;
  watermark: Watermark;
}

/**
 * Where a run begins and ends.
 *
 * @throws InvalidOptionError when the mark is no day: somebody else writes under its name
 */
export async function toCourse<Tx>(settings: ReconcileSettings<Tx>): Promise<Course> {
  const today = new Date(settings.now()).toISOString().slice(0, 10);
  const { from, to, lookbackDays, dryRun, mark } = settings;
  const { marks } = settings.webhook.inbox;
  // A range that was asked for says nothing of the days before it.
  if (from !== undefined || marks === undefined) {
    const range = { from: addDays(from ?? today, 0, "from"), to: addDays(to ?? today, 0, "to") };
    return { range, watermark: { day: () => undefined, advance: async () => undefined } };
  }
  const text = await marks.read(mark);
  if (text !== undefined && !isDay(text)) {
    throw new InvalidOptionError(
      "mark",
      `"${mark}" holds ${JSON.stringify(text)}, which is no day.`,
    );
  }
  // Not past today: a clock that went wrong once must not end reconciling for good.
  const day = text === undefined || text > today ? today : text;
  const range = { from: addDays(day, -lookbackDays), to: today };
  let reached = text;
  const advance = async (next: string): Promise<void> => {
    if (dryRun || (reached !== undefined && next <= reached)) return;
    await marks.write(mark, next);
    reached = next;
  };
  // The first run's beginning is kept even if its first window fails: the next one must not begin later.
  if (text === undefined) await advance(addDays(range.from, -1));
  return { range, watermark: { day: () => (dryRun ? text : reached), advance } };
}
