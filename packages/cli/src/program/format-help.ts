import type { Command, Help, Option } from "commander";
import type { Note } from "../command/command.js";
import type { Block } from "../text/block.js";
import { commandLine } from "../text/command-line.js";
import { styled } from "../text/part.js";
import { blank, entries, paragraph } from "../text/prose.js";
import { render } from "../text/render.js";
import type { Definitions } from "./to-listed-commands.js";

const docs = "https://github.com/numipay/numipay-node/tree/main/packages/cli";

const variables: Note = [
  ["NUMIPAY_BASE_URL", "The gateway's base URL."],
  ["NUMIPAY_API_KEY", "The API key. Secrets are never passed as options."],
  ["NUMIPAY_SIGNATURE_PASSWORD", "The signature password of webhooks."],
  ["NUMIPAY_CONTRACT", "A contract override, for a gateway that differs from the documentation."],
];

/** Formats the help of a command. It contains colors, which the parser removes if they are not wanted. */
export function formatHelp(command: Command, help: Help, definitions: Definitions): string {
  const width = help.helpWidth ?? 80;
  const layout = { width, tableWidth: width, clean: (text: string) => text };
  const isRoot = command.parent === null;
  const sections = [
    [paragraph([styled("strong", "Usage:"), ` ${help.commandUsage(command)}`], { hanging: 4 })],
    [paragraph(command.description())],
    ...(definitions.get(command)?.notes ?? []).map((note) => [toBlock(note)]),
    ...listSubcommands(command, help),
    ...listOptions(command, help),
    ...(isRoot ? [section("Environment:", toBlock(variables))] : []),
    ...listExamples(command, definitions),
    [
      ...(isRoot ? [paragraph("Run numipay <command> --help for its options and examples.")] : []),
      paragraph(`Documentation: ${docs}#${findAnchor(command, definitions)}`),
    ],
  ];
  const blocks = sections.flatMap((one, at) => (at === 0 ? one : [blank, ...one]));
  return render(blocks, layout, { hasColors: true });
}

function section(heading: string, ...blocks: readonly Block[]): Block[] {
  return [paragraph(styled("strong", heading)), ...blocks];
}

function toBlock(note: Note): Block {
  return typeof note === "string" ? paragraph(note) : entries(note);
}

function listSubcommands(command: Command, help: Help): Block[][] {
  const isRoot = command.parent === null;
  const visible = help.visibleCommands(command).filter((one) => isRoot || one.name() !== "help");
  // The implicit help command has no group.
  const groups = help.groupItems([...command.commands], visible, (one) =>
    isRoot ? one.helpGroup() || "Tools:" : "Commands:",
  );
  const minNameWidth = Math.max(0, ...visible.map((one) => toTerm(one).length));
  return [...groups].map(([heading, commands]) =>
    section(
      heading,
      entries(
        commands.map((one) => [toTerm(one), `${help.subcommandDescription(one)}.`]),
        { minNameWidth },
      ),
    ),
  );
}

/** The name and arguments. That a command has options goes without saying. */
function toTerm(command: Command): string {
  const names = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...names].join(" ");
}

function listOptions(command: Command, help: Help): Block[][] {
  const groups = help.groupItems(
    [...command.options],
    help.visibleOptions(command),
    (option) => option.helpGroupHeading ?? "Options:",
  );
  return [...groups]
    .filter(([, options]) => options.length > 0)
    .map(([heading, options]) =>
      section(heading, entries(options.map((option) => [option.flags, describe(option)]))),
    );
}

/** The description with the default and the accepted values. */
function describe({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Option): string {
  const hasDefault = defaultValue !== undefined && typeof defaultValue !== "boolean";
  const text = hasDefault
    ? description.replace(/\.$/, ` (default: ${defaultValueDescription ?? String(defaultValue)}).`)
    : description;
  return argChoices === undefined ? text : `${text} One of ${argChoices.join(", ")}.`;
}

function listExamples(command: Command, definitions: Definitions): Block[][] {
  const { examples = [] } = definitions.get(command) ?? {};
  if (examples.length === 0) return [];
  return [section("Examples:", ...examples.map((example) => commandLine(example)))];
}

/** The section of the command, or of its group. */
function findAnchor(command: Command, definitions: Definitions): string {
  const own = definitions.get(command)?.docs;
  if (own !== undefined) return own;
  return command.parent === null ? "readme" : findAnchor(command.parent, definitions);
}
