/**
 * A text as UTF-8 bytes, one character per byte, with the source position of each byte. Decoding a layer creates another layer,
 * so a match in any layer can be redacted in the original text.
 */
export interface TextLayer {
  readonly text: string;
  /** For each byte, the start and end of its source in the original text. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Separates two unrelated parts of a layer, so that no match spans both. */
export const barrier = "\uffff";

const barrierCode = 0xffff;

/** Collects the bytes of a layer. */
class LayerBuilder {
  #codes: Uint16Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#codes = new Uint16Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  add(code: number, start: number, end: number): void {
    this.#codes[this.#length] = code;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  /** Adds the bytes of a character. A lone surrogate becomes three bytes. */
  addCharacter(code: number, start: number, end: number): void {
    if (code < 0x80) return this.add(code, start, end);
    if (code < 0x800) {
      this.add(0xc0 | (code >> 6), start, end);
    } else {
      if (code < 0x10000) {
        this.add(0xe0 | (code >> 12), start, end);
      } else {
        this.add(0xf0 | ((code >> 18) & 7), start, end);
        this.add(0x80 | ((code >> 12) & 0x3f), start, end);
      }
      this.add(0x80 | ((code >> 6) & 0x3f), start, end);
    }
    this.add(0x80 | (code & 0x3f), start, end);
  }

  build(): TextLayer {
    let text = "";
    for (let from = 0; from < this.#length; from += 8_192) {
      const codes = this.#codes.subarray(from, Math.min(from + 8_192, this.#length));
      text += String.fromCharCode(...codes);
    }
    return { text, starts: this.#starts, ends: this.#ends };
  }
}

/** The positions of an ASCII text. Shared, because most texts are ASCII. */
let identity = new Int32Array(0);

/** The undecoded layer of a text. */
export function toLayer(text: string): TextLayer {
  if (/^\p{ASCII}*$/u.test(text)) {
    if (identity.length <= text.length) {
      identity = new Int32Array(2 * text.length + 1).map((_, index) => index);
    }
    return { text, starts: identity, ends: identity.subarray(1) };
  }
  const builder = new LayerBuilder(text.length * 3);
  for (let index = 0; index < text.length;) {
    const code = text.codePointAt(index) as number;
    const next = index + (code > 0xffff ? 2 : 1);
    builder.addCharacter(code, index, next);
    index = next;
  }
  return builder.build();
}

/** Created on first use, as the tables below: a process that imports the package may never need them. */
let named: Readonly<Record<string, number>> | undefined;

const nameEntities = (): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (
      "amp& lt< gt> quot\" apos' sol/ bsol\\ plus+ equals= lowbar_ UnderBar_ hyphen- dash- minus- period. comma, colon: " +
      "semi; num# dollar$ percnt% ast* midast* excl! quest? commat@ lpar( rpar) lsqb[ lbrack[ rsqb] rbrack] lcub{ lbrace{ " +
      "rcub} rbrace} Hat^ grave` verbar| vert| VerticalLine| nbsp\u00a0 shy\u00ad Tab\t NewLine\n"
    )
      .split(/ /)
      .map((entry) => [entry.slice(0, -1), entry.charCodeAt(entry.length - 1)]),
  );

const jsonEscapes: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 };

/** The escapes of a character in URLs, JSON, scripts and HTML, and tags such as `<wbr>`. */
const escapes =
  /(?:%u|\\u)([\da-f]{4})|\\u\{([\da-f]{1,6})\}|(?:%|\\x)([\da-f]{2})|\\([/"'\\bfnrt])|&#x([\da-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,12});|<\/?[a-z]{1,6} ?\/?>/gi;

/** Decodes one level of escapes. Undefined if the layer has none. */
export function decodeLayer({ text, starts, ends }: TextLayer): TextLayer | undefined {
  if (!/[%\\&<]/.test(text)) return undefined;
  const builder = new LayerBuilder(text.length);
  let copied = 0;
  const copyTo = (end: number): void => {
    for (; copied < end; copied += 1) {
      builder.add(text.charCodeAt(copied), starts[copied] ?? 0, ends[copied] ?? 0);
    }
  };
  let isChanged = false;
  for (const match of text.matchAll(escapes)) {
    const [whole, unicode, braced, byte, simple, entityHex, entity, name] = match;
    const after = match.index + whole.length;
    const start = starts[match.index] ?? 0;
    const end = ends[after - 1] ?? 0;
    const code = toCode(unicode ?? braced ?? entityHex, entity, simple, name);
    const isTag = whole.startsWith("<");
    if (!isTag && byte === undefined && (code === undefined || code > 0x10ffff)) continue;
    copyTo(match.index);
    copied = after;
    if (byte !== undefined) builder.add(Number.parseInt(byte, 16), start, end);
    else if (code !== undefined) builder.addCharacter(code, start, end);
    isChanged = true;
  }
  if (!isChanged) return undefined;
  copyTo(text.length);
  return builder.build();
}

function toCode(
  hex: string | undefined,
  decimal: string | undefined,
  simple: string | undefined,
  name: string | undefined,
): number | undefined {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (decimal !== undefined) return Number(decimal);
  if (simple !== undefined) return jsonEscapes[simple.toLowerCase()] ?? simple.charCodeAt(0);
  named ??= nameEntities();
  return name !== undefined && Object.hasOwn(named, name) ? named[name] : undefined;
}

let sextets: Int8Array | undefined;

/** The value of each base64 character, in both alphabets; -1 for a line break within a run. */
function toSextets(): Int8Array {
  const table = new Int8Array(256).fill(-1);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (let value = 0; value < alphabet.length; value += 1)
    table[alphabet.charCodeAt(value)] = value;
  table["-".charCodeAt(0)] = 62;
  table["_".charCodeAt(0)] = 63;
  return table;
}

/** Runs of base64, including line breaks. A shorter run cannot contain a secret of eight bytes. */
const base64Runs = /[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|\r?\n[ \t]{0,40}(?=[A-Za-z0-9+/_-])){10,}/g;

/**
 * Decodes the runs of base64 in a layer. Undefined if there are none. A run may begin inside a longer word, so each is decoded at
 * four offsets.
 */
export function decodeBase64({ text, starts, ends }: TextLayer): TextLayer | undefined {
  const runs = [...text.matchAll(base64Runs)];
  if (runs.length === 0) return undefined;
  const values = (sextets ??= toSextets());
  const builder = new LayerBuilder(runs.reduce((sum, [run]) => sum + 3 * run.length + 4, 0));
  for (const { 0: run, index: first } of runs) {
    for (let offset = 0; offset < 4; offset += 1) {
      let skipped = 0;
      let bits = 0;
      let count = 0;
      let from = 0;
      for (let index = first; index < first + run.length; index += 1) {
        const value = values[text.charCodeAt(index)] ?? -1;
        if (value < 0) continue;
        skipped += 1;
        if (skipped <= offset) continue;
        if (count === 0) from = index;
        bits = ((bits << 6) | value) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        builder.add((bits >> count) & 0xff, starts[from] ?? 0, ends[index] ?? 0);
        from = index;
      }
      builder.add(barrierCode, 0, 0);
    }
  }
  return builder.build();
}
