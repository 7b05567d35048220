import "reflect-metadata";
import type { EventPattern, OutboxOutcome } from "@numipay/core";
import { sharedState } from "@numipay/core/protocol";

/** The arguments of one decorator. */
export type HandlerMark = EventMark | IntentMark;

/** The arguments of one `@OnNumipayEvent`. */
export interface EventMark {
  pattern: EventPattern;
  account: string;
}

/** The arguments of one `@OnIntent`. */
export interface IntentMark {
  outcome: OutboxOutcome;
  account: string;
}

export function isIntentMark(mark: HandlerMark): mark is IntentMark {
  return "outcome" in mark;
}

/** Decorated methods and their decorators' arguments. */
export type MarkedMethods = Map<string | symbol, HandlerMark[]>;

const marksKey = Symbol.for("numipay.handlerMarks");
const methodsKey = Symbol.for("numipay.handlerMethods");

/** Adds a mark to a method of a class's prototype. */
export function addMark(target: object, method: string | symbol, mark: HandlerMark): void {
  // Stored on the class, because another decorator may wrap the function.
  const marks = (Reflect.getOwnMetadata(marksKey, target, method) ?? []) as HandlerMark[];
  Reflect.defineMetadata(marksKey, [mark, ...marks], target, method);
  // By name, because a handler may be a property that is not on the prototype.
  const methods = new Set(ownMethods(target)).add(method);
  Reflect.defineMetadata(methodsKey, methods, target);
  markedClasses().add(target);
}

/** Reads the decorated methods of an instance or a prototype, including inherited ones. */
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

/** All decorated prototypes in this process, of any app. */
export function markedClasses(): Set<object> {
  return sharedState("handlerClasses", () => new Set());
}

/** An object and its prototypes. */
export function prototypeChain(source: unknown): object[] {
  const chain: object[] = [];
  let owner = isObject(source) ? source : null;
  while (owner !== null) {
    chain.push(owner);
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return chain;
}

/** Whether a value can have methods. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function ownMethods(owner: object): ReadonlySet<string | symbol> {
  return (Reflect.getOwnMetadata(methodsKey, owner) ?? new Set()) as Set<string | symbol>;
}
