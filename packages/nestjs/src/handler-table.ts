import { InvalidOptionError } from "@numipay/core";
import {
  type HandlerMark,
  isObject,
  markedClasses,
  type MarkedMethods,
  prototypeChain,
  readMarks,
} from "./handler-marks.js";
import type { Wrapper } from "./resolve-provider.js";
import type { Sample } from "./take-sample.js";

/** A decorated method and its provider. */
export interface FoundHandler {
  wrapper: Wrapper;
  method: string | symbol;
  marks: HandlerMark[];
  /** `Class.method`, for error messages. */
  label: string;
}

/** Collects the handlers of an app's providers. */
export class HandlerTable {
  readonly handlers: FoundHandler[] = [];
  private readonly classes = new Map<object, Wrapper>();
  private readonly tokens = new Map<object, Wrapper>();
  private readonly methods = new Map<object, Set<string | symbol>>();
  private readonly covered = new Set<object>();

  /**
   * Adds the handlers of one provider. If its token is a decorated class, that class's handlers are included, because a mock that
   * replaces it in a test has no decorators.
   *
   * @throws InvalidOptionError when a decorated method is missing, or another provider has the same handlers
   */
  add(wrapper: Wrapper, sample: Sample): void {
    const tokenClass = classOfToken(wrapper);
    const own = readMarks(sample.object);
    const inherited = readMarks(tokenClass);
    const methods: MarkedMethods = new Map([
      ...own,
      ...[...inherited].filter(([method]) => !own.has(method)),
    ]);
    const owner = own.size > 0 ? classOf(sample) : tokenClass;
    if (owner === undefined || methods.size === 0) return;
    const known = this.methodsOf(sample);
    if (known.size === 0 && !wrapper.isAlias)
      this.claim(wrapper, owner, inherited.size > 0 ? tokenClass : undefined);

    for (const [method, marks] of methods) {
      // The instance may be registered under another token.
      if (known.has(method)) continue;
      known.add(method);
      const name = own.has(method) ? nameOf(owner) : nameOf(tokenClass);
      const label = `${name}.${String(method)}`;
      if (!hasMethod(sample, method)) rejectMissing(label, name, wrapper);
      this.handlers.push({ wrapper, method, marks, label });
    }
  }

  /** Records the classes that a provider covers. */
  cover(wrapper: Wrapper, sample: Sample): void {
    const tokenClass = classOfToken(wrapper);
    for (const owner of [...prototypeChain(sample.object), ...prototypeChain(tokenClass)]) {
      this.covered.add(owner);
    }
  }

  /** Whether another provider has the handlers of a sample's class. */
  has(sample: Sample): boolean {
    return this.classes.has(classOf(sample) ?? {});
  }

  /** Whether a class lacks a decorated method of its token, which its constructor may assign. */
  isUncertain(wrapper: Wrapper, { kind, object }: Sample): boolean {
    if (kind !== "class") return false;
    const own = readMarks(object);
    const methods = readMarks(classOfToken(wrapper)).keys();
    return [...methods].some((method) => !own.has(method) && !(method in object));
  }

  /** Decorated classes without a provider, which a factory with this token may create. */
  missingClasses(wrapper: Wrapper): object[] {
    const missing = [...markedClasses()].filter((owner) => !this.covered.has(owner));
    const tokenClass = classOfToken(wrapper);
    return tokenClass === undefined || readMarks(tokenClass).size === 0
      ? missing
      : missing.filter((owner) => prototypeChain(owner).includes(tokenClass));
  }

  private methodsOf({ kind, object }: Sample): Set<string | symbol> {
    if (kind !== "instance" || !isObject(object)) return new Set();
    const known = this.methods.get(object) ?? new Set();
    this.methods.set(object, known);
    return known;
  }

  /** A class may be the token of several providers, but then not the class of another one. */
  private claim(wrapper: Wrapper, owner: object, tokenClass: object | undefined): void {
    const other =
      this.classes.get(owner) ??
      this.tokens.get(owner) ??
      (tokenClass === undefined ? undefined : this.classes.get(tokenClass));
    if (other !== undefined) rejectDuplicate(nameOf(owner), other, wrapper);
    this.classes.set(owner, wrapper);
    if (tokenClass !== undefined) this.tokens.set(tokenClass, wrapper);
  }
}

function classOfToken({ token }: Wrapper): object | undefined {
  const { prototype } = typeof token === "function" ? (token as { prototype?: object }) : {};
  return prototype;
}

function classOf({ kind, object }: Sample): object | undefined {
  if (!isObject(object) || kind === "class") return object as object | undefined;
  // An object that was decorated itself is its own class.
  const isMarked = markedClasses().has(object);
  return isMarked ? object : ((Object.getPrototypeOf(object) as object | null) ?? object);
}

function hasMethod({ kind, object }: Sample, method: string | symbol): boolean {
  // A constructor may still assign the method.
  if (kind !== "instance") return true;
  return (
    isObject(object) && typeof (object as Record<string | symbol, unknown>)[method] === "function"
  );
}

/** The name of a prototype's class, for error messages. */
export function nameOf(owner: object | undefined): string {
  return owner?.constructor.name ?? "a provider";
}

function rejectMissing(label: string, name: string, { host }: Wrapper): never {
  throw new InvalidOptionError(
    "handler",
    `${label} handles events, but the provider of ${name} in ${host?.name ?? "a module"} has no such method. Add it to the provider or mock.`,
  );
}

function rejectDuplicate(name: string, one: Wrapper, other: Wrapper): never {
  const modules = [one, other].map(({ host }) => host?.name ?? "a module").join(" and ");
  throw new InvalidOptionError(
    "handler",
    `${name} is provided twice, by ${modules}, so each event would be handled twice. Export it from one module and import that module.`,
  );
}
