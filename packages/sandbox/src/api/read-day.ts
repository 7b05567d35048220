/**
 * Converts a calendar day in a format such as `DD-MM-YYYY` to `YYYY-MM-DD`.
 *
 * @returns undefined for text in another format, or a day that does not exist
 */
export function readDay(text: string, format: string): string | undefined {
  if (text.length !== format.length) return undefined;
  const separators = format.replaceAll(/[DMY]/g, " ");
  if (text.replaceAll(/\d/g, " ") !== separators) return undefined;
  const part = (name: string): string => {
    const start = format.indexOf(name);
    return text.slice(start, start + name.length);
  };
  const day = `${part("YYYY")}-${part("MM")}-${part("DD")}`;
  const instant = Date.parse(`${day}T00:00:00Z`);
  // Date.parse reads 30-02-2026 as 2 March.
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(day)) return undefined;
  return day;
}

/** An example for error messages. */
export function exampleDay(format: string): string {
  return format.replace("DD", "31").replace("MM", "01").replace("YYYY", "2026");
}
