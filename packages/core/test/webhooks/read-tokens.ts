/** A JSON value as it is written: each scalar as its token, without whitespace. Independent of the parser under test. */
export type Tokens = string | readonly Tokens[] | ReadonlyMap<string, Tokens>;

/** Reads valid JSON. */
export function readTokens(text: string): Tokens {
  let at = 0;
  const skip = (): void => {
    while (" \t\r\n".includes(text[at] ?? "x")) at += 1;
  };
  const take = (): Tokens => {
    skip();
    const start = at;
    if (text[at] === "{") return takeObject();
    if (text[at] === "[") return takeList();
    if (text[at] === '"') return takeString();
    while (at < text.length && !",]} \t\r\n".includes(text[at] as string)) at += 1;
    return text.slice(start, at);
  };
  const takeString = (): string => {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at += 1;
    return text.slice(start, at);
  };
  /** Reads the parts of an object or array, up to its end. */
  const takeParts = (end: string, takePart: () => void): void => {
    at += 1;
    skip();
    while (text[at] !== end) {
      if (at >= text.length) throw new Error("not JSON");
      takePart();
      skip();
      if (text[at] === ",") at += 1;
      skip();
    }
    at += 1;
  };
  const takeObject = (): Tokens => {
    const members = new Map<string, Tokens>();
    takeParts("}", () => {
      const name = JSON.parse(takeString()) as string;
      skip();
      at += 1;
      members.set(name, take());
    });
    return members;
  };
  const takeList = (): Tokens => {
    const items: Tokens[] = [];
    takeParts("]", () => items.push(take()));
    return items;
  };
  return take();
}
