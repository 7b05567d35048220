import { type Candidate, asIs, type Deviation, distinct } from "./deviation.js";
import { type JsonNode, readJsonTokens } from "./json-tokens.js";
import { spellJson } from "./spell-json.js";

const takeBytes =
  "Verify the bytes of the request as they came in, before anything parses them; the adapters of @numipay do.";

const byteOrderMark: Deviation = {
  code: "byte-order-mark",
  found:
    "The body begins with a byte order mark, which an editor or a copy put there; it was not signed.",
  todo: "Save the body as UTF-8 without a byte order mark.",
};

const surroundingBlanks: Deviation = {
  code: "trailing-newline",
  found: "There is a line break or a blank before or after the body that was not signed.",
  todo: "Hand on the bytes alone: an editor, echo or a log adds a line break (echo -n and printf do not).",
};

const doubleEncoded: Deviation = {
  code: "encoded-twice",
  found: "The body is a JSON text within a JSON string: it was turned into JSON twice.",
  todo: `One JSON.stringify() too many. ${takeBytes}`,
};

const wrapped = (key: string): Deviation => ({
  code: "wrapped",
  found: `What was signed is the value of ${JSON.stringify(key)}: the body was wrapped into an object of your own.`,
  todo: `Verify the request's body, not a record that your code or a queue made of it. ${takeBytes}`,
});

const mojibake: Deviation = {
  code: "read-as-latin-1",
  found:
    "The body was read as Latin-1 or Windows-1252 and written as UTF-8: é has become two characters.",
  todo: `Read the body as UTF-8. ${takeBytes}`,
};

/** The text of the body as it may have been before something was done to it as a whole. */
export function sourceCandidates(bytes: Uint8Array): Candidate<string>[] {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const bare = text.replace(/^\uFEFF/, "");
  const base: Candidate<string> =
    bare === text ? asIs(text) : { value: bare, deviations: [byteOrderMark] };
  const candidates = [asIs(text), base];
  const add = (value: string, ...deviations: Deviation[]): void => {
    candidates.push({ value, deviations: [...base.deviations, ...deviations] });
  };
  add(bare.trim(), surroundingBlanks);
  const repaired = fromLatin1(bare);
  if (repaired !== undefined) add(repaired, mojibake);
  const node = readJsonTokens(bare);
  if (node?.kind === "string") add(JSON.parse(node.source) as string, doubleEncoded);
  for (const [key, value] of innerTexts(node)) add(value, wrapped(key));
  return distinct(candidates);
}

/** What stands within an object: another object, or the text of one. */
function innerTexts(node: JsonNode | undefined): [string, string][] {
  if (node?.kind !== "object") return [];
  return node.entries.flatMap(([name, value]): [string, string][] => {
    const key = JSON.parse(name.source) as string;
    if (value.kind === "object") return [[key, spellJson(value, asWritten)]];
    if (value.kind !== "string") return [];
    const text = JSON.parse(value.source) as string;
    return text.trimStart().startsWith("{") ? [[key, text]] : [];
  });
}

const asWritten = {
  leaf: ({ source }: { source: string }) => source,
  comma: ",",
  colon: ":",
  indent: undefined,
  order: undefined,
};

function fromLatin1(text: string): string | undefined {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text, "latin1"));
  } catch {
    return undefined;
  }
}
