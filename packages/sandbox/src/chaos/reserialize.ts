import type { DrawnFault } from "../gateway/faults.js";

/** A way to write the same JSON otherwise. */
export type Serialization = DrawnFault<"reserialize">["serialization"];

/**
 * Writes a compact JSON object in another serialization. Whoever parses it and writes it compactly again has the text that
 * was signed: the order of the keys stays, and no number is touched.
 */
// oxlint-disable-next-line typescript/consistent-return -- the compiler proves that the switch leaves no serialization out
export function reserialize(compactJson: string, serialization: Serialization): string {
  switch (serialization) {
    case "blanks":
      // Between the tokens alone: a blank inside a text would be another payload.
      return betweenTexts(compactJson, (tokens) => tokens.replaceAll(/[:,]/g, "$& "));
    case "indented":
      return JSON.stringify(JSON.parse(compactJson), null, 2);
    case "newline":
      return `${compactJson}\n`;
    case "escapes":
      return insideTexts(compactJson, escapeSome);
  }
}

/** A JSON text with its quotes; the escaped quote does not end it. One that is not closed ends with the payload. */
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

/** Escapes slashes, what is not ASCII, and every third of the other characters; what is escaped already stays. */
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
