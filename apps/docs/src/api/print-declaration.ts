import ts from "typescript-5";

const printer = ts.createPrinter({ removeComments: true });

/** A declaration as its author would write it in a `.ts` file, without comments, on one line where the compiler prints one. */
export function printNode(node: ts.Node): string {
  return printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replaceAll(/import\("[^"]+"\)\./g, "")
    .replace(/^(?:export |declare )+/, "");
}

/** The first line of an interface or a class, without its members. */
export function printHeader(node: ts.InterfaceDeclaration | ts.ClassDeclaration): string {
  const parameters = (node.typeParameters ?? []).map(printNode).join(", ");
  const heritage = (node.heritageClauses ?? []).map(printNode).join(" ");
  const keyword = ts.isClassDeclaration(node) ? "class" : "interface";
  const name = node.name?.text ?? "";
  return `${keyword} ${name}${parameters === "" ? "" : `<${parameters}>`} ${heritage}`.trim();
}

/**
 * A member on one line. `name?: T | undefined` is `name?: T`: every optional property of these packages accepts undefined, and the
 * reference says so once.
 */
export function printMember(node: ts.Node): string {
  const text = printNode(node).replaceAll(/\s+/g, " ").replace(/;$/, "");
  const optional = /^((?:readonly )?[\w$"]+\?: )([\s\S]*) \| undefined$/.exec(text);
  if (optional === null) return text;
  const [, name = "", type = ""] = optional;
  return name + (isOneGroup(type) ? type.slice(1, -1) : type);
}

/** `(A | B)`, but not `(A) | (B)`. */
function isOneGroup(type: string): boolean {
  if (!type.startsWith("(") || !type.endsWith(")")) return false;
  let depth = 0;
  for (const character of type.slice(0, -1)) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}
