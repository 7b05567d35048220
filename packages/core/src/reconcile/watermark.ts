import { InvalidOptionError } from "../protocol/errors.js";
import { escapeColon } from "../protocol/event.js";
import { addDays, type DayWindow, dayWindows, isDay } from "../protocol/gateway-date.js";
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
 * @throws InvalidOptionError when the mark is no day: something else writes under its name
 */
export async function toCourse<Tx>(
  settings: ReconcileSettings<Tx>,
  namespace: string,
): Promise<Course> {
  const today = new Date(settings.now()).toISOString().slice(0, 10);
  const { from, to, lookbackDays, dryRun, setAsideAfter, windowDays } = settings;
  const { marks } = settings.webhook.inbox;
  const mark = toMarkName(settings.mark, namespace);
  const notes =
    marks === undefined || dryRun
      ? noFailureNotes
      : await openFailureNotes(marks, mark, setAsideAfter);
  if (settings.retrySetAside) return { windows: toWindows(notes), watermark: unmoved, notes };
  // A range that was asked for says nothing of the days before it.
  if (from !== undefined || marks === undefined) {
    const [first, last] = [addDays(from ?? today, 0, "from"), addDays(to ?? today, 0, "to")];
    return { windows: [...dayWindows(first, last, windowDays)], watermark: unmoved, notes };
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
  const first = addDays(day, -lookbackDays);
  let reached = text;
  const advance = async (next: string): Promise<void> => {
    if (dryRun || (reached !== undefined && next <= reached)) return;
    await marks.write(mark, next);
    reached = next;
  };
  // The first run's beginning is kept even if its first window fails: the next one must not begin later.
  if (text === undefined) await advance(addDays(first, -1));
  const watermark = { day: () => (dryRun ? text : reached), advance };
  return { windows: [...dayWindows(first, today, windowDays)], watermark, notes };
}

const unmoved: Watermark = { day: () => undefined, advance: async () => undefined };

/** The unnamed account's marks have the name that was given; another account's are kept apart from all of them. */
function toMarkName(mark: string, namespace: string): string {
  const name = escapeColon(mark);
  return namespace === "" ? name : `${name}:${escapeColon(namespace)}`;
}

function toWindows(notes: FailureNotes): DayWindow[] {
  const windows = [...notes.entries().values()].map(({ window }) => window);
  const byDays = new Map(windows.map((window) => [`${window.from} ${window.to}`, window]));
  return [...byDays.values()].toSorted((one, other) => one.from.localeCompare(other.from));
}
