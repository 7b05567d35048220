// @ts-check

/** The first day on which the list server has transactions. */
export const firstDay = "2020-01-01";

export function lastDay(days: number) {
  return new Date(Date.parse(firstDay) + (days - 1) * 86_400_000).toISOString().slice(0, 10);
}
