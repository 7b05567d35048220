const dayMs = 86_400_000;

/** The day so many days later, or earlier where negative, as `YYYY-MM-DD`. The day must be one of the calendar. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** True for a day of the calendar, written as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const isWritten =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  // A day such as 2026-02-30 is taken for another one.
  return isWritten && shiftDay(text, 0) === text;
}
