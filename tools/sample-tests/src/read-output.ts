// Reads what a program printed for a person.

/** Lines that do not fit into the columns. Those of a single word cannot be broken, such as a long URL. */
export function findLongLines(output: string, columns = 80): string[] {
  return output.split("\n").filter((line) => line.length > columns && line.trim().includes(" "));
}

/** The first URL in the output. */
export function findFirstUrl(output: string): string | undefined {
  return /https?:\/\/\S+/.exec(output)?.[0];
}
