import type { Deviation } from "./deviation.js";

/** What can be seen of a body that cannot be undone, and so not be tried. */
export function bodyHints(bytes: Uint8Array): Deviation[] {
  const text = new TextDecoder("utf-8").decode(bytes);
  const bare = text.trim();
  if (bare === "") {
    return [
      {
        code: "empty-body",
        found: "The body is empty.",
        todo: "Something else read the request's stream first: a body parser, or a framework that does so by itself.",
      },
    ];
  }
  if (/^\[object \w+\]$/.test(bare)) {
    return [
      {
        code: "parsed-body",
        found: `The body is the text ${bare}: a parsed body was turned into text by String() or a template.`,
        todo: "Hand on the bytes; where there is only the parsed body, JSON.stringify(body).",
      },
    ];
  }
  if (/^\{\s*\w+: /.test(bare)) {
    return [
      {
        code: "printed-object",
        found: "The body is an object as console.log prints it, not JSON.",
        todo: "Take the bytes of the request; to log them, log the text and not the parsed body.",
      },
    ];
  }
  if (/^\w+=[^{]*(&|$)/.test(bare)) {
    return [
      {
        code: "form-body",
        found: "The body is a form, not JSON.",
        todo: "The gateway posts JSON: something between parsed the body as a form, or this is another request.",
      },
    ];
  }
  if (text.includes("\uFFFD")) {
    return [
      {
        code: "broken-text",
        found:
          "The body holds bytes that are no UTF-8, or the mark that is left of such bytes: text was lost.",
        todo: "Read the body as bytes and in one piece; a character that is split between two chunks breaks when each is turned into text.",
      },
    ];
  }
  return [];
}
