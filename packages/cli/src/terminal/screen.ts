/** The width of text, and whether it may have colors. */
export interface Screen {
  /** The columns of prose. */
  readonly width: number;
  /** The columns of tables. */
  readonly tableWidth: number;
  readonly hasColors: boolean;
}

/** A stream that text is written to. */
export interface ScreenSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTty: boolean;
  /** The columns of the terminal. */
  readonly columns: number;
  /** The choice of `--color` or `--no-color`, if any. */
  readonly color: boolean | undefined;
}

/** With less, text is hard to read, and a narrower terminal breaks the lines itself. */
const minWidth = 40;
/** Longer lines of prose are hard to read. */
const maxProseWidth = 100;
/** The width of what is not a terminal, such as a file or the log of a build server. */
const defaultWidth = 80;

/** Returns how to write to a stream. `COLUMNS` sets the width, as POSIX defines it. */
export function toScreen({ env, isTty, columns, color }: ScreenSource): Screen {
  const chosen = /^[1-9]\d{0,4}$/.test(env["COLUMNS"] ?? "") ? Number(env["COLUMNS"]) : undefined;
  const tableWidth = Math.max(minWidth, chosen ?? (isTty ? columns : defaultWidth));
  return {
    width: chosen === undefined ? Math.min(tableWidth, maxProseWidth) : tableWidth,
    tableWidth,
    hasColors: color ?? hasColors(env, isTty),
  };
}

function hasColors(env: ScreenSource["env"], isTty: boolean): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTty && term !== "dumb";
}

/** The last of `--color` and `--no-color`, if any. */
export function readColorFlag(args: readonly string[]): boolean | undefined {
  const end = args.indexOf("--");
  const last = (end === -1 ? args : args.slice(0, end)).findLast(
    (argument) => argument === "--color" || argument === "--no-color",
  );
  return last === undefined ? undefined : last === "--color";
}
