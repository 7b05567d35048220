/** A command with its arguments and options. */
export interface ListedCommand {
  /** The command's words, such as `["payments", "hosted"]`. Empty for `numipay` itself. */
  readonly words: readonly string[];
  /** What it does, without a full stop. */
  readonly summary: string;
  readonly arguments: readonly ListedArgument[];
  readonly options: readonly ListedOption[];
}

/** One positional argument of a command. */
export interface ListedArgument {
  readonly name: string;
  readonly isRequired: boolean;
  /** Values to offer. Others may be accepted too. Undefined if there are none. */
  readonly suggestions: readonly string[] | undefined;
}

/** One option of a command. */
export interface ListedOption {
  /** The long form, such as `--to`. */
  readonly flag: string;
  /** The placeholder of its value, such as `url`. Undefined if it takes none. */
  readonly value: string | undefined;
  readonly isRequired: boolean;
  readonly description: string;
  /** The accepted values. Undefined if any value is accepted. */
  readonly choices: readonly string[] | undefined;
  /** Values to offer. Others may be accepted too. Undefined if there are none. */
  readonly suggestions: readonly string[] | undefined;
}
