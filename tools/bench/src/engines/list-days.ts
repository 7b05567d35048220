const dayMs = 86_400_000;

/** The first day on which the list server has transactions. */
export const firstDay = "2020-01-01";

export function lastDay(days: number): string {
  return new Date(Date.parse(firstDay) + (days - 1) * dayMs).toISOString().slice(0, 10);
}

/** Days since the first one, for a day in the gateway's format, DD-MM-YYYY. */
export function toDayIndex(day: string | null): number {
  const [date, month, year] = (day ?? "").split("-");
  return (Date.parse(`${year}-${month}-${date}`) - Date.parse(firstDay)) / dayMs;
}
