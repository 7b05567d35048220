import { barrier, decodeBase64, decodeLayer, type TextLayer, toLayer } from "./text-layer.js";

/** The start and end of a part of a text. */
export type Span = readonly [start: number, end: number];

/** Secrets in the forms that are searched for. */
export interface SecretForms {
  /** Unchanged but lower-case, because a host in a redirect comes back in lower case. */
  readonly exact: readonly string[];
  /** Only the letters and digits, if there are enough of them: found whatever separates them. */
  readonly words: readonly string[];
  /** Card numbers: found however their digits are grouped, and next to other digits too. */
  readonly cards: readonly string[];
  /** Short numbers such as a CVV: found only when no other digit is next to them. */
  readonly codes: readonly RegExp[];
  /** The same in base64, but only after their field name: three bytes alone would match too often. */
  readonly namedCodes: readonly RegExp[];
}

/** A shorter secret would match ordinary words, because separators between its characters are ignored. */
const shortestWord = 8;
/** The most bytes between two digits of a card or two letters of a key, such as `</b>\n    <b>`. */
const widestGap = 64;
/** The most levels of escaping. An HTML error page in JSON in a URL has three. */
const mostLevels = 8;
const mostBase64 = 4;
/** The most bytes to search per byte of text. A text that needs more is an attack. */
const mostWork = 32;

/** Converts secrets to these forms. */
export function toForms(secrets: readonly string[]): SecretForms {
  const given = secrets.filter((secret) => secret !== "");
  const texts = given.filter((secret) => !/^\d+$/.test(secret)).flatMap(levelsOf);
  const numbers = given.filter((secret) => /^\d+$/.test(secret));
  const cards = numbers.filter((digits) => digits.length >= 12);
  const codes = numbers.filter((digits) => digits.length < 12).map(toCodeSource);
  return {
    exact: unique(texts),
    words: unique(texts.map(toWord).filter((word) => word.length >= shortestWord)),
    // JSON rounds a number of more than 16 digits; the rounded card number is redacted too.
    cards: unique(cards.flatMap((card) => [card, String(Number(card))])).filter((digits) =>
      /^\d{12,}$/.test(digits),
    ),
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- 3 to 11 digits with bounded gaps
    codes: codes.map((source) => new RegExp(source, "g")),
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- the same, after at most 12 characters
    namedCodes: codes.map((source) => new RegExp(`(?<=cv[vcn2]2?\\D{1,12})${source}`, "gi")),
  };
}

/** Finds secrets in a text, also inside URL, JSON and HTML escapes and base64, in any combination. */
export function findSecrets(text: string, forms: SecretForms): Span[] {
  const spans: Span[] = [];
  let left = text.length * mostWork + 4_096;
  const search = (first: TextLayer, depth: number): void => {
    let layer: TextLayer | undefined = first;
    for (let level = 0; layer !== undefined && level <= mostLevels; level += 1) {
      left -= layer.text.length;
      if (left < 0) return;
      searchLayer(layer, forms, depth > 0, spans);
      const decoded = depth < mostBase64 ? decodeBase64(layer) : undefined;
      if (decoded !== undefined) search(decoded, depth + 1);
      layer = decodeLayer(layer);
    }
  };
  search(toLayer(text), 0);
  // A text that could not be searched completely is redacted as a whole.
  return left < 0 ? [[0, text.length]] : spans;
}

function searchLayer(layer: TextLayer, forms: SecretForms, isBase64: boolean, spans: Span[]): void {
  const { text, starts, ends } = layer;
  const add = (from: number, to: number): void => {
    spans.push([starts[from] ?? 0, ends[to] ?? 0]);
  };
  const small = text.toLowerCase();
  for (const secret of forms.exact) {
    if (isBase64 && secret.length < shortestWord) continue;
    for (
      let at = small.indexOf(secret);
      at !== -1;
      at = small.indexOf(secret, at + secret.length)
    ) {
      add(at, at + secret.length - 1);
    }
  }
  if (forms.words.length > 0) findApart(small, isWordCode, forms.words, add);
  if (forms.cards.length > 0) findApart(small, isDigitCode, forms.cards, add);
  for (const code of isBase64 ? forms.namedCodes : forms.codes) {
    for (const match of text.matchAll(code)) add(match.index, match.index + match[0].length - 1);
  }
}

/** Finds strings whose characters may have a gap between them. */
function findApart(
  text: string,
  isPart: (code: number) => boolean,
  wanted: readonly string[],
  add: (from: number, to: number) => void,
): void {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isPart(text.charCodeAt(index))) count += 1;
  }
  if (wanted.every((one) => one.length > count)) return;
  const indexes = new Int32Array(count);
  const parts: string[] = [];
  let part = 0;
  for (let index = 0, from = -1; index <= text.length; index += 1) {
    if (index < text.length && isPart(text.charCodeAt(index))) {
      if (from === -1) from = index;
      indexes[part] = index;
      part += 1;
    } else if (from !== -1) {
      parts.push(text.slice(from, index));
      from = -1;
    }
  }
  const joined = parts.join("");
  const isNear = (first: number, length: number): boolean => {
    for (let index = first + 1; index < first + length; index += 1) {
      if ((indexes[index] ?? 0) - (indexes[index - 1] ?? 0) > widestGap) return false;
    }
    return true;
  };
  for (const one of wanted) {
    for (let at = joined.indexOf(one); at !== -1;) {
      const isFound = isNear(at, one.length);
      if (isFound) add(indexes[at] ?? 0, indexes[at + one.length - 1] ?? 0);
      at = joined.indexOf(one, at + (isFound ? one.length : 1));
    }
  }
}

const barrierCode = barrier.charCodeAt(0);
const isDigitCode = (code: number): boolean => (code >= 48 && code <= 57) || code === barrierCode;
const isWordCode = (code: number): boolean =>
  isDigitCode(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** A secret as lower-case bytes, and its decoded forms if its own characters look like escapes. */
function levelsOf(secret: string): string[] {
  const levels: string[] = [];
  let layer: TextLayer | undefined = toLayer(secret);
  while (layer !== undefined && levels.length <= mostLevels) {
    const { text }: TextLayer = layer;
    if (levels.length === 0 || text.length >= shortestWord) levels.push(text.toLowerCase());
    layer = decodeLayer(layer);
  }
  return levels;
}

function toWord(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, "");
}

function toCodeSource(digits: string): string {
  return `(?<!\\d)${digits.split("").join("[ -]?")}(?!\\d)`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
