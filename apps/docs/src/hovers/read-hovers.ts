import ts from "typescript-5";
import type { BlockHovers, Hover } from "./block-hovers.js";
import { blockKey } from "./block-key.js";
import { openLanguageService } from "./open-language-service.js";
import type { Example } from "./with-examples.js";

/** The types of a library can take pages. */
const longestType = 1_000;

/** The hovers of every identifier in the examples, by the key of its code block. Throws if an example does not compile. */
export function readHovers(examples: readonly Example[]): Map<string, BlockHovers> {
  const service = openLanguageService(examples.map(({ path }) => path));
  const problems = examples.flatMap((example) => findProblems(service, example));
  if (problems.length > 0) throw new Error(`Examples do not compile:\n${problems.join("\n")}`);
  const blocks = new Map<string, BlockHovers>();
  for (const example of examples) {
    const words = readWords(service, example.path);
    for (const { line, text } of example.blocks) {
      const last = line + text.split("\n").length;
      const own = words.filter((word) => word.line >= line - 1 && word.line < last - 1);
      blocks.set(blockKey(text), toBlock(own, line - 1));
    }
  }
  service.dispose();
  return blocks;
}

function findProblems(service: ts.LanguageService, { page, path }: Example): string[] {
  return [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
    ({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${page}:${line}  ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    },
  );
}

interface Word extends Hover {
  line: number;
  from: number;
  to: number;
}

function readWords(service: ts.LanguageService, path: string): Word[] {
  const file = service.getProgram()?.getSourceFile(path);
  if (file === undefined) throw new Error(`TypeScript did not read ${path}.`);
  const words: Word[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const start = node.getStart(file);
      const hover = readHover(service, path, start);
      const { line, character: from } = file.getLineAndCharacterOfPosition(start);
      if (hover !== undefined) words.push({ ...hover, line, from, to: from + node.text.length });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return words;
}

function readHover(service: ts.LanguageService, path: string, at: number): Hover | undefined {
  const info = service.getQuickInfoAtPosition(path, at);
  if (info === undefined) return undefined;
  const type = ts
    .displayPartsToString(info.displayParts)
    // Where it is imported is in the example.
    .replace(/\nimport \S+$/, "")
    .replace(/^\(alias\) /, "");
  const [doc = ""] = ts.displayPartsToString(info.documentation).split(/\n\s*\n/);
  return {
    type: type.length > longestType ? `${type.slice(0, longestType)}…` : type,
    doc: doc.replaceAll(/\s+/g, " ").trim(),
  };
}

function toBlock(own: readonly Word[], firstLine: number): BlockHovers {
  const indexes = new Map<string, number>();
  const hovers: Hover[] = [];
  const words = own.map(({ line, from, to, type, doc }): BlockHovers["words"][number] => {
    const key = `${type}\n\n${doc}`;
    const index = indexes.get(key) ?? hovers.push({ type, doc }) - 1;
    indexes.set(key, index);
    return [line - firstLine, from, to, index];
  });
  return { hovers, words };
}
