import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { readUrlencoded, type Form } from "../../api/read-urlencoded.js";
import { mediaTypeOf } from "../../api/receive-body.js";

export type { Form };

/** What became of reading a form: the value, or for each wrong field a sentence that says what to do. */
export type ReadResult<Value> =
  | { readonly value: Value }
  | { readonly problems: Readonly<Record<string, string>> };

/**
 * Reads a posted form; a body of any other type is a form without fields. Of a file field, the text of the file.
 */
export async function readForm(c: Context<AppEnv>): Promise<Form> {
  if (mediaTypeOf(c) !== "multipart/form-data") return readUrlencoded(c);
  const form = new Map<string, string>();
  for (const [name, value] of await readMultipart(c)) {
    form.set(name, typeof value === "string" ? value : await value.text());
  }
  return form;
}

/** The text of a field without the blanks around it, which nobody types on purpose. */
export function trimmed(form: Form, name: string): string {
  return (form.get(name) ?? "").trim();
}

async function readMultipart(c: Context<AppEnv>): Promise<FormData> {
  try {
    const headers = { "content-type": c.req.header("content-type") ?? "" };
    return await new Response(c.get("body"), { headers }).formData();
  } catch {
    // A broken body is the sender's fault: its form says nothing, which every page answers with what is missing.
    return new FormData();
  }
}
