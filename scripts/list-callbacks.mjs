// Finds the callbacks that a user may give the packages, and how the packages call them.
import { readFileSync } from "node:fs";
import { parseSync, Visitor } from "oxc-parser";
import { repositoryPath, listSourceFiles, readWorkspaces } from "./read-repository.mjs";

/** @typedef {{ id: string, file: string }} FoundCallback `id` is such as `core WebhookOptions.onOutcome`. */

/**
 * Every function in a type of options or a logger, and every `onSomething` in any type of a package's source.
 * @returns {FoundCallback[]}
 */
export function listCallbacks(root) {
  const sources = readSources(root);
  const functionTypes = new Set(
    sources.flatMap(({ declarations }) =>
      declarations
        .filter(({ type }) => type === "TSTypeAliasDeclaration")
        .filter(({ typeAnnotation }) => isFunction(typeAnnotation, new Set()))
        .map(({ id }) => id.name),
    ),
  );
  return sources.flatMap(({ folder, file, declarations }) =>
    declarations.flatMap((declaration) =>
      membersOf(declaration)
        .filter((member) => isFunctionMember(member, functionTypes))
        .map((member) => member.key.name)
        .filter((name) => /(?:Options|Logger)$/.test(declaration.id.name) || /^on[A-Z]/.test(name))
        .map((name) => ({ id: `${folder} ${declaration.id.name}.${name}`, file })),
    ),
  );
}

/**
 * Calls of an `onSomething` that bypass `notify`.
 * @returns {string[]} such as `redis/src/redis-inbox.ts onWarning`
 */
export function listDirectCalls(root) {
  return readSources(root).flatMap(({ file, program }) => {
    /** @type {string[]} */
    const found = [];
    new Visitor({
      CallExpression({ callee }) {
        const called = callee.type === "MemberExpression" ? callee.property : callee;
        const name = called.type === "Identifier" ? called.name : "";
        if (/^on[A-Z]/.test(name)) found.push(`${file.replace("packages/", "")} ${name}`);
      },
    }).visit(program);
    return found;
  });
}

/**
 * The names under which callbacks are passed to `notify`.
 * @returns {Set<string>} such as `redis onWarning`
 */
export function listNotified(root) {
  const names = readSources(root).flatMap(({ folder, program }) => {
    /** @type {string[]} */
    const found = [];
    new Visitor({
      CallExpression({ callee, arguments: [name, callback] }) {
        if (callee.type !== "Identifier" || callee.name !== "notify") return;
        if (name?.type !== "Literal" || callback === undefined) return;
        found.push(`${folder} ${String(name.value).split(".").at(-1)}`);
      },
    }).visit(program);
    return found;
  });
  return new Set(names);
}

function readSources(root) {
  return readWorkspaces(root)
    .filter(({ kind }) => kind === "packages")
    .flatMap(({ folder, dir }) =>
      listSourceFiles(`${dir}/src`).map((path) => {
        const { program } = parseSync(path, readFileSync(path, "utf8"));
        const declarations = program.body
          .map((node) => ("declaration" in node ? (node.declaration ?? node) : node))
          .filter(({ type }) => /^TS(?:Interface|TypeAlias)Declaration$/.test(type));
        return { folder, file: repositoryPath(root, path), program, declarations };
      }),
    );
}

/** The properties and methods of a type, also where it is a union or an intersection. */
function membersOf(node) {
  if (Array.isArray(node)) return node.flatMap(membersOf);
  if (typeof node !== "object" || node === null) return [];
  if (/^TS(?:Property|Method)Signature$/.test(node.type)) return [node];
  return Object.values(node).flatMap(membersOf);
}

function isFunctionMember(member, functionTypes) {
  if (member.key?.name === undefined) return false;
  return (
    member.type === "TSMethodSignature" ||
    isFunction(member.typeAnnotation?.typeAnnotation, functionTypes)
  );
}

/** Whether a value of the type may be a function: itself, or one of a union. */
function isFunction(type, functionTypes) {
  switch (type?.type) {
    case "TSFunctionType":
    case "TSTypeQuery":
      return true;
    case "TSParenthesizedType":
      return isFunction(type.typeAnnotation, functionTypes);
    case "TSUnionType":
    case "TSIntersectionType":
      return type.types.some((one) => isFunction(one, functionTypes));
    case "TSTypeReference":
      return functionTypes.has(type.typeName.name);
    default:
      return false;
  }
}
