import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { readUrlencoded, type Form } from "../../api/read-urlencoded.js";
import { mediaTypeOf } from "../../api/receive-body.js";

export type { Form };

/** The result of reading a form: the value, or a message for each invalid field. */
export type ReadResult<Value> =
  | { readonly value: Value }
  | { readonly problems: Readonly<Record<string, string>> };

/**
 * Reads a submitted form. A file field has the file's text. Other content types give an empty form.
 */
export async function readForm(c: Context<AppEnv>): Promise<Form> {
  if (mediaTypeOf(c) !== "multipart/form-data") return readUrlencoded(c);
  const form = new Map<string, string>();
  for (const [name, value] of await readMultipart(c)) {
    form.set(name, typeof value === "string" ? value : await value.text());
  }
  return form;
}

/** The text of a field without surrounding spaces. */
export function trimmed(form: Form, name: string): string {
  return (form.get(name) ?? "").trim();
}

async function readMultipart(c: Context<AppEnv>): Promise<FormData> {
  try {
    const headers = { "content-type": c.req.header("content-type") ?? "" };
    return await new Response(c.get("body"), { headers }).formData();
  } catch {
    // A malformed body counts as an empty form, and each page reports the missing fields.
    return new FormData();
  }
}
