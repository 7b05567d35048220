/** The fields of a form that a page of the portal posted: texts alone. */
export type Form = ReadonlyMap<string, string>;

/** What became of reading a form: the value, or for each wrong field a sentence that says what to do. */
export type ReadResult<Value> =
  | { readonly value: Value }
  | { readonly problems: Readonly<Record<string, string>> };

/**
 * Reads a posted form; a body of any other type is a form without fields. Of a file field, the text of the file.
 */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  const form = new Map<string, string>();
  if (type.startsWith("application/x-www-form-urlencoded")) {
    for (const [name, value] of new URLSearchParams(await request.text())) {
      form.set(name, value);
    }
  } else if (type.startsWith("multipart/form-data")) {
    for (const [name, value] of await readMultipart(request)) {
      form.set(name, typeof value === "string" ? value : await value.text());
    }
  }
  return form;
}

/** The text of a field without the blanks around it, which nobody types on purpose. */
export function trimmed(form: Form, name: string): string {
  return (form.get(name) ?? "").trim();
}

async function readMultipart(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    // A broken body is the sender's fault: its form says nothing, which every page answers with what is missing.
    return new FormData();
  }
}
