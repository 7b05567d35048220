/** A value as JSON, or why there is none: `not-json` for a value that `JSON.stringify` cannot serialize. */
export type CanonicalJson = { text: string } | { problem: "too-large" | "not-json" };

/**
 * The output of `JSON.stringify` in time proportional to its length. `JSON.stringify` checks each object for cycles against all
 * of its ancestors, which is quadratic for deep values, and overflows the stack. Here `maxLength` stops a cycle. Reads every
 * member once and never throws, whatever a getter or a `toJSON` does.
 *
 * @param maxLength in characters
 */
export function toCanonicalJson(value: unknown, maxLength: number): CanonicalJson {
  try {
    const writer = new JsonWriter(maxLength);
    return writer.write(value) ? { text: writer.text } : { problem: "not-json" };
  } catch (error) {
    return { problem: error === tooLarge ? "too-large" : "not-json" };
  }
}

const tooLarge = new Error("larger than allowed");

/** An object or array that is being serialized. */
interface Level {
  holder: Record<string, unknown> | readonly unknown[];
  /** Undefined for an array. */
  keys: readonly string[] | undefined;
  size: number;
  next: number;
  isEmpty: boolean;
}

class JsonWriter {
  text = "";
  readonly #maxLength: number;
  /** Includes omitted members: otherwise a cycle of them would never end. */
  #members = 0;
  readonly #levels: Level[] = [];

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** False if JSON omits the value. */
  write(value: unknown): boolean {
    if (!this.#begin("", value, "")) return false;
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (level.next < level.size) this.#writeMember(level);
      else this.#end(level);
    }
    return true;
  }

  #writeMember(level: Level): void {
    const { holder, keys, next } = level;
    level.next += 1;
    const key = keys === undefined ? next : (keys[next] as string);
    const comma = level.isEmpty ? "" : ",";
    const before = keys === undefined ? comma : `${comma}${JSON.stringify(key)}:`;
    const member = (holder as Record<string | number, unknown>)[key];
    if (this.#begin(String(key), member, before)) level.isEmpty = false;
    else if (keys === undefined) {
      this.#append(`${before}null`);
      level.isEmpty = false;
    }
  }

  /** Writes a primitive, or starts an object or array. False for values that JSON omits, such as functions. */
  #begin(key: string, given: unknown, before: string): boolean {
    const value = toJsonValue(key, given);
    if (typeof value !== "object" || value === null || isLeaf(value)) {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) return false;
      this.#append(before + text);
      return true;
    }
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    const holder = value as Level["holder"];
    const size = keys?.length ?? (value as readonly unknown[]).length;
    this.#members += size;
    if (this.#members > this.#maxLength) throw tooLarge;
    this.#append(before + (keys === undefined ? "[" : "{"));
    this.#levels.push({ holder, keys, size, next: 0, isEmpty: true });
    return true;
  }

  #end({ keys }: Level): void {
    this.#levels.pop();
    this.#append(keys === undefined ? "]" : "}");
  }

  #append(part: string): void {
    this.text += part;
    if (this.text.length > this.#maxLength) throw tooLarge;
  }
}

/** As in `JSON.stringify`, functions and bigints may have a `toJSON` too. */
function toJsonValue(key: string, value: unknown): unknown {
  if (value === null || !["object", "function", "bigint"].includes(typeof value)) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === "function" ? toJSON.call(value, key) : value;
}

/** True for the result of `JSON.rawJSON` (Node 22 and later). Boxed primitives never come from a parser. */
function isLeaf(value: object): boolean {
  return (JSON as { isRawJSON?: (value: object) => boolean }).isRawJSON?.(value) === true;
}
