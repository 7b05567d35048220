import type { Deviation } from "./deviation.js";

/** Visible problems of a body that cannot be reverted, and so cannot be tested. */
export function bodyHints(bytes: Uint8Array): Deviation[] {
  const text = new TextDecoder("utf-8").decode(bytes);
  const bare = text.trim();
  if (bare === "") {
    return [
      {
        code: "empty-body",
        found: "The body is empty.",
        todo: "Something else read the request stream first, such as a body parser or the framework.",
      },
    ];
  }
  if (/^\[object \w+\]$/.test(bare)) {
    return [
      {
        code: "parsed-body",
        found: `The body is the text ${bare}. A parsed body was converted by String() or a template string.`,
        todo: "Pass the raw bytes. If you only have the parsed body, pass JSON.stringify(body).",
      },
    ];
  }
  if (/^\{\s*\w+: /.test(bare)) {
    return [
      {
        code: "printed-object",
        found: "The body is the output of console.log, not JSON.",
        todo: "Use the bytes of the request. To log them, log the text and not the parsed body.",
      },
    ];
  }
  if (/^[A-Za-z\d+/]+={0,2}$/.test(bare) && /^\s*\{/.test(Buffer.from(bare, "base64").toString())) {
    return [
      {
        code: "base64-body",
        found: "The body is encoded as base64.",
        todo: 'Decode it before you verify it. On AWS Lambda: Buffer.from(event.body, "base64") if event.isBase64Encoded.',
      },
    ];
  }
  if (/^\w+=[^{]*(&|$)/.test(bare)) {
    return [
      {
        code: "form-body",
        found: "The body is a form, not JSON.",
        todo: "The gateway posts JSON. Something parsed the body as a form, or this is another request.",
      },
    ];
  }
  if (text.includes("\uFFFD")) {
    return [
      {
        code: "broken-text",
        found: "The body contains invalid UTF-8 or replacement characters, so text was lost.",
        todo: "Collect all bytes of the body before you decode them. Decoding each chunk breaks characters that are split between two chunks.",
      },
    ];
  }
  return [];
}
