import { type Candidate, asIs, type Deviation, distinct } from "./deviation.js";
import { encodingOf } from "../input/decode-text.js";
import { type JsonNode, readJsonTokens } from "./json-tokens.js";
import { serializeJson } from "./serialize-json.js";

const useRawBytes =
  "Verify the raw bytes of the request, before anything parses them, as the adapters of @numipay do.";

const byteOrderMark: Deviation = {
  code: "byte-order-mark",
  found: "The body starts with a byte order mark from an editor or a copy, which was not signed.",
  todo: "Save the body as UTF-8 without a byte order mark.",
};

const utf16: Deviation = {
  code: "utf-16",
  found: "The body was saved as UTF-16, as PowerShell does with >, and the gateway signs UTF-8.",
  todo: "Save the body as UTF-8 without a byte order mark.",
};

const surroundingWhitespace: Deviation = {
  code: "trailing-newline",
  found: "The body has surrounding whitespace or a newline that was not signed.",
  todo: "Pass only the bytes of the body. An editor, echo or a log adds a newline (echo -n and printf do not).",
};

const doubleEncoded: Deviation = {
  code: "encoded-twice",
  found: "The body is JSON inside a JSON string, so it was serialized twice.",
  todo: `Remove one JSON.stringify(). ${useRawBytes}`,
};

const wrapped = (key: string): Deviation => ({
  code: "wrapped",
  found: `Only the value of ${JSON.stringify(key)} was signed, so the body was wrapped in another object.`,
  todo: `Verify the request body, not a record that your code or a queue created from it. ${useRawBytes}`,
});

const mojibake: Deviation = {
  code: "read-as-latin-1",
  found:
    "The body was decoded as Latin-1 or Windows-1252 and encoded as UTF-8, so é became two characters.",
  todo: `Decode the body as UTF-8. ${useRawBytes}`,
};

/** The possible texts of the body before it was changed as a whole. */
export function sourceCandidates(bytes: Uint8Array): Candidate<string>[] {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const encoding = encodingOf(bytes);
  const isUtf8 = encoding === "utf-8";
  const bare = isUtf8 ? text.replace(/^\uFEFF/, "") : new TextDecoder(encoding).decode(bytes);
  const base: Candidate<string> =
    bare === text ? asIs(text) : { value: bare, deviations: [isUtf8 ? byteOrderMark : utf16] };
  const candidates = [asIs(text), base];
  const add = (value: string, ...deviations: Deviation[]): void => {
    candidates.push({ value, deviations: [...base.deviations, ...deviations] });
  };
  add(bare.trim(), surroundingWhitespace);
  const repaired = fromLatin1(bare);
  if (repaired !== undefined) add(repaired, mojibake);
  const node = readJsonTokens(bare);
  if (node?.kind === "string") add(JSON.parse(node.source) as string, doubleEncoded);
  for (const [key, value] of innerTexts(node)) add(value, wrapped(key));
  return distinct(candidates);
}

/** The objects inside an object, as values or as JSON strings. */
function innerTexts(node: JsonNode | undefined): [string, string][] {
  if (node?.kind !== "object") return [];
  return node.entries.flatMap(([name, value]): [string, string][] => {
    const key = JSON.parse(name.source) as string;
    if (value.kind === "object") return [[key, serializeJson(value, asWritten)]];
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
