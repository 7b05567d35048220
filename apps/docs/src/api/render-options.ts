import ts from "typescript-5";
import { commentOf } from "./comment-of.js";
import type { RenderedPage } from "./render-page.js";
import type { Api, ApiSymbol } from "./read-symbols.js";
import { shapeOf } from "./shape-of.js";

/** Every option of every package, with its default, on one page. */
export function renderOptions(pages: readonly RenderedPage[], api: Api): string {
  const packages = new Map<string, string[]>();
  for (const { page, symbols, anchors } of pages) {
    for (const one of symbols.filter(isOptions)) {
      const address = `/${page.route.replace(/(^|\/)index$/, "$1")}#${anchors.get(one)}`;
      const section = renderTable(one, address, api);
      if (section === "") continue;
      const name = page.entry.packageName;
      packages.set(name, [...(packages.get(name) ?? []), section]);
    }
  }
  const sections = [...packages].flatMap(([name, tables]) => [`## ${name}`, ...tables]);
  return `${[introduction, ...sections].join("\n\n")}\n`;
}

const introduction = `# Options

What you can pass to the functions and classes of each package. Select an option to read all about it.`;

const isOptions = ({ name, isInternal }: ApiSymbol): boolean =>
  !isInternal && name.endsWith("Options");

function renderTable(one: ApiSymbol, address: string, api: Api): string {
  const { members, inherited } = shapeOf(one, api);
  const rows = members.filter(isNamed).map((member) => renderRow(member, address));
  if (rows.length === 0) return "";
  const parents = [...inherited.keys()].map(({ name }) => `\`${name}\``);
  const also = parents.length === 0 ? "" : `\n\nAlso the options of ${parents.join(" and ")}.`;
  const head = "| option | default | what it is |\n| --- | --- | --- |";
  return `### ${one.name}\n\n${head}\n${rows.join("\n")}${also}`;
}

type Named = (ts.PropertySignature | ts.MethodSignature) & { name: ts.PropertyName };

const isNamed = (node: ts.Declaration): node is Named =>
  ts.isPropertySignature(node) || ts.isMethodSignature(node);

function renderRow(member: Named, address: string): string {
  const name = member.name.getText();
  const text = commentOf(member).summary.replaceAll("\n", " ");
  const [, value] = / ?Defaults to ((?:`[^`]*`|[^.`]|\.(?=\S))+)\./.exec(text) ?? [];
  const usual = value ?? (member.questionToken === undefined ? "required" : "");
  const [first = ""] = /^.*?[.](?= [A-Z]|$)(?=(?:[^`]*`[^`]*`)*[^`]*$)/.exec(text) ?? [text];
  const cells = [`[\`${name}\`](${address}-${name.toLowerCase()})`, usual, first];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll(/<(?=\w)/g, "&lt;")).join(" | ")} |`;
}
