import type { Argument, Command, Option } from "commander";
import type { CommandDefinition } from "../command/command.js";
import type { ListedArgument, ListedCommand, ListedOption } from "../command/listed-command.js";

/** The definitions of a parser's commands. */
export type Definitions = ReadonlyMap<Command, CommandDefinition>;

/** Lists a command and its subcommands. */
export function toListedCommands(
  command: Command,
  definitions: Definitions,
  words: readonly string[] = [],
): ListedCommand[] {
  const { suggestions = {} } = definitions.get(command) ?? {};
  const listed: ListedCommand = {
    words,
    summary: command.summary(),
    arguments: command.registeredArguments.map((argument) => toArgument(argument, suggestions)),
    options: command.options.map((option) => toOption(option, suggestions)),
  };
  const inner = command.commands.flatMap((one) =>
    toListedCommands(one, definitions, [...words, one.name()]),
  );
  return [listed, ...inner];
}

type Suggestions = NonNullable<CommandDefinition["suggestions"]>;

function toArgument(argument: Argument, suggestions: Suggestions): ListedArgument {
  const name = argument.name();
  return {
    name,
    isRequired: argument.required,
    suggestions: argument.argChoices ?? suggestions[name],
  };
}

function toOption(option: Option, suggestions: Suggestions): ListedOption {
  const flag = option.long ?? option.flags;
  return {
    flag,
    value: valueName(option.flags),
    isRequired: option.mandatory,
    description: option.description,
    choices: option.argChoices,
    suggestions: option.argChoices ?? suggestions[flag],
  };
}

/** The `duration` of `--timeout <duration>`. Undefined for a boolean option. */
function valueName(flags: string): string | undefined {
  return /[<[]([^<>[\]]*)[\]>]$/.exec(flags)?.[1];
}
