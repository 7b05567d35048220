/** What a value is in JSON, or why it is not there: `not-json` for what `JSON.stringify` does not write. */
export type CanonicalJson = { text: string } | { problem: "too-large" | "not-json" };

/**
 * What `JSON.stringify` writes, in time proportional to the text. `JSON.stringify` looks for a circle by going through all the
 * levels above each object, which makes a deep value quadratic, and it throws when it runs out of stack. Here a circle ends
 * at `maxLength`. Reads every member once, and never throws, whatever a getter or a `toJSON` does.
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

/** An object or array whose members are being written. */
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
  /** Those that are left out take room too: else a circle of them would have no end. */
  #members = 0;
  readonly #levels: Level[] = [];

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** False when there is nothing to write. */
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

  /** Writes a value, or enters it. False for what JSON leaves out, such as a function. */
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

/** As `JSON.stringify` does it: functions and bigints may have a `toJSON` too. */
function toJsonValue(key: string, value: unknown): unknown {
  if (value === null || !["object", "function", "bigint"].includes(typeof value)) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === "function" ? toJSON.call(value, key) : value;
}

/** What `JSON.rawJSON` creates, in a runtime that has it, such as Node 22. A boxed value is no value of a parser. */
function isLeaf(value: object): boolean {
  return (JSON as { isRawJSON?: (value: object) => boolean }).isRawJSON?.(value) === true;
}
