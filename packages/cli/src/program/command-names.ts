import type { Command } from "commander";

/** A command, and its options and arguments as the user writes them. */
export interface CommandNames {
  /** The words of the command, without `numipay`. */
  readonly words: readonly string[];
  /** Returns `--tracking-id` for `tracking_id` or `trackingId`. Undefined if the command has no such option or argument. */
  of(name: string): string | undefined;
}

/** Finds the command of a command line. */
export function findCommand(program: Command, args: readonly string[]): Command {
  let found = program;
  for (const word of args) {
    const inner = found.commands.find((one) => one.name() === word);
    if (inner !== undefined) found = inner;
    // Only an option can precede the name of a command.
    else if (!word.startsWith("-")) break;
  }
  return found;
}

/** Returns the names of a command. */
export function toCommandNames(command: Command): CommandNames {
  const flags = new Map(
    command.options.flatMap(({ long }) =>
      typeof long === "string" ? [[toKey(long), long] as const] : [],
    ),
  );
  const names = new Map(
    command.registeredArguments.map((one) => [toKey(one.name()), `<${one.name()}>`] as const),
  );
  return {
    words: toWords(command),
    of: (name) => flags.get(toKey(name)) ?? names.get(toKey(name)),
  };
}

function toWords(command: Command): string[] {
  return command.parent === null ? [] : [...toWords(command.parent), command.name()];
}

/** The same for `--tracking-id`, `tracking_id` and `trackingId`. */
function toKey(name: string): string {
  return name.replaceAll(/[-_]/g, "").toLowerCase();
}
