import "reflect-metadata";
import type { EventPattern } from "@numipay/core";

/** One mark of `@OnNumipayEvent`. */
export interface HandlerMark {
  pattern: EventPattern;
  account: string;
}

/** Marked methods with their marks. */
export type MarkedMethods = Map<string | symbol, HandlerMark[]>;

const marksKey = Symbol.for("numipay.handlerMarks");
const methodsKey = Symbol.for("numipay.handlerMethods");
const classesKey = Symbol.for("numipay.handlerClasses");

/** Adds a mark to a method of a class' prototype. */
export function addMark(target: object, method: string | symbol, mark: HandlerMark): void {
  // On the class and not on the function: another decorator may wrap the function.
  const marks = (Reflect.getOwnMetadata(marksKey, target, method) ?? []) as HandlerMark[];
  Reflect.defineMetadata(marksKey, [mark, ...marks], target, method);
  // By name, because a handler may be a property that no prototype has.
  const methods = new Set(ownMethods(target)).add(method);
  Reflect.defineMetadata(methodsKey, methods, target);
  markedClasses().add(target);
}

/** The marked methods of an instance or a prototype; a method without marks of its own has those of its base class. */
export function readMarks(source: unknown): MarkedMethods {
  const found: MarkedMethods = new Map();
  for (const owner of prototypeChain(source)) {
    for (const method of ownMethods(owner)) {
      if (found.has(method)) continue;
      found.set(method, Reflect.getOwnMetadata(marksKey, owner, method) as HandlerMark[]);
    }
  }
  return found;
}

/** Every prototype with marks in this process, whichever app it belongs to. */
export function markedClasses(): Set<object> {
  const registry = globalThis as { [classesKey]?: Set<object> };
  return (registry[classesKey] ??= new Set());
}

/** An object and what it inherits from. */
export function prototypeChain(source: unknown): object[] {
  const chain: object[] = [];
  let owner = isObject(source) ? source : null;
  while (owner !== null) {
    chain.push(owner);
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return chain;
}

/** True for what can have methods. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function ownMethods(owner: object): ReadonlySet<string | symbol> {
  return (Reflect.getOwnMetadata(methodsKey, owner) ?? new Set()) as Set<string | symbol>;
}
