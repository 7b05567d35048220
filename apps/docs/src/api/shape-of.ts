import ts from "typescript-5";
import { findReferences, isPrivate } from "./find-references.js";
import { printHeader, printNode } from "./print-declaration.js";
import { type Api, type ApiSymbol, resolveAlias } from "./read-symbols.js";

/** What the reference shows of a symbol. */
export interface Shape {
  /** A declaration without members, which can be formatted. */
  code: string;
  constructors: readonly ts.ConstructorDeclaration[];
  members: readonly ts.Declaration[];
  /** Members of another public type, by that type. */
  inherited: ReadonlyMap<ApiSymbol, readonly string[]>;
  /** The declarations that a reader sees. */
  shown: readonly ts.Node[];
}

export function shapeOf({ declarations }: ApiSymbol, api: Api): Shape {
  const [node] = declarations as [ts.Declaration];
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
    return { ...shapeOfObject(node, api), code: `${printHeader(node)} {}` };
  }
  if (ts.isTypeAliasDeclaration(node)) return shapeOfAlias(node, api);
  const lines = declarations.map((one) =>
    ts.isVariableDeclaration(one) ? `declare const ${printNode(one)};` : printNode(one),
  );
  return { ...nothing, code: lines.join("\n"), shown: declarations };
}

const nothing = { constructors: [], members: [], inherited: new Map<never, never>() };

function shapeOfObject(node: ts.InterfaceDeclaration | ts.ClassDeclaration, api: Api) {
  const own = [...node.members].filter((member) => !isPrivate(member));
  const names = new Set(node.members.map((member) => member.name?.getText()));
  const { inherited } = sortProperties(api.checker.getTypeAtLocation(node), api, names);
  return {
    constructors: own.filter(ts.isConstructorDeclaration),
    members: own.filter((member) => !ts.isConstructorDeclaration(member)),
    inherited,
    shown: [node],
  };
}

/** An alias made of internal types is shown as what it is: an object by its members, another type as the compiler prints it. */
function shapeOfAlias(node: ts.TypeAliasDeclaration, api: Api): Shape {
  const parameters = (node.typeParameters ?? []).map(printNode).join(", ");
  const name = `type ${node.name.text}${parameters === "" ? "" : `<${parameters}>`}`;
  if (ts.isTypeLiteralNode(node.type)) {
    const { members } = node.type;
    return { ...nothing, code: `${name} = {}`, members: [...members], shown: [node] };
  }
  const code = printNode(node);
  if (findReferences(node, api).internal.size === 0) return { ...nothing, code, shown: [node] };
  const type = api.checker.getTypeAtLocation(node.name);
  if (isPlainObject(type, api)) {
    const { own, inherited } = sortProperties(type, api, new Set());
    return { ...nothing, code: `${name} = {}`, members: own, inherited, shown: own };
  }
  if (node.typeParameters !== undefined || !isLiteral(type))
    return { ...nothing, code, shown: [node] };
  const flags: ts.TypeFormatFlags =
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
  return {
    ...nothing,
    code: `${name} = ${api.checker.typeToString(type, node, flags)};`,
    shown: [],
  };
}

const isLiteral = (type: ts.Type): boolean =>
  type.isUnion()
    ? type.types.every(isLiteral)
    : type.isStringLiteral() || (type.flags & ts.TypeFlags.TemplateLiteral) !== 0;

/** Neither a function nor a list, with declared properties of ours alone. */
function isPlainObject(type: ts.Type, { checker }: Api): boolean {
  const properties = type.isUnion() ? [] : type.getProperties();
  return (
    properties.length > 0 &&
    type.getCallSignatures().length === 0 &&
    !checker.isArrayLikeType(type) &&
    properties.every(({ declarations = [] }) =>
      declarations.some((one) => one.getSourceFile().fileName.includes("/packages/")),
    )
  );
}

/** The properties that a type has from other public types, and the declarations of the others. */
function sortProperties(type: ts.Type, api: Api, except: ReadonlySet<string | undefined>) {
  const own: ts.Declaration[] = [];
  const inherited = new Map<ApiSymbol, string[]>();
  for (const property of type.getProperties()) {
    const [declaration] = property.declarations ?? [];
    if (declaration === undefined || isPrivate(declaration) || except.has(property.name)) continue;
    const parent = parentOf(declaration, api);
    if (parent === undefined) own.push(declaration);
    else inherited.set(parent, [...(inherited.get(parent) ?? []), property.name]);
  }
  return { own, inherited };
}

function parentOf({ parent }: ts.Node, { checker, symbols }: Api): ApiSymbol | undefined {
  if (!ts.isInterfaceDeclaration(parent) && !ts.isClassDeclaration(parent)) return undefined;
  const symbol = parent.name && checker.getSymbolAtLocation(parent.name);
  return symbol && symbols.get(resolveAlias(checker, symbol));
}
