import type { DrawnFault } from "../gateway/faults.js";

/** Another serialization of the same JSON. */
export type Serialization = DrawnFault<"reserialize">["serialization"];

/**
 * Writes a compact JSON object in another serialization. Parsing it and writing it compactly gives the signed text again:
 * key order and numbers do not change.
 */
// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no serialization out
export function reserialize(compactJson: string, serialization: Serialization): string {
  switch (serialization) {
    case "blanks":
      // Only between tokens: a space inside a string would change the payload.
      return betweenTexts(compactJson, (tokens) => tokens.replaceAll(/[:,]/g, "$& "));
    case "indented":
      return JSON.stringify(JSON.parse(compactJson), null, 2);
    case "newline":
      return `${compactJson}\n`;
    case "escapes":
      return insideTexts(compactJson, escapeSome);
  }
}

/** A JSON string with its quotes. An unterminated one extends to the end of the payload. */
const jsonText = /"(?:[^"\\]|\\.)*(?:"|\\?$)/gs;

function betweenTexts(json: string, change: (tokens: string) => string): string {
  let end = 0;
  let result = "";
  for (const match of json.matchAll(jsonText)) {
    result += change(json.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return result + change(json.slice(end));
}

function insideTexts(json: string, change: (text: string) => string): string {
  return json.replaceAll(jsonText, change);
}

/** Escapes slashes, non-ASCII characters and every third other character. Existing escapes stay. */
function escapeSome(text: string): string {
  let letters = 0;
  return text.replaceAll(/\\u[0-9a-fA-F]{4}|\\.|[^"\\]/gs, (part) => {
    if (part.startsWith("\\")) return part;
    if (part === "/") return "\\/";
    letters += 1;
    return letters % 3 === 0 || part > "~" ? toEscape(part) : part;
  });
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
