import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** The values of a form, and what is wrong with them. */
export interface FormState {
  /** Distinguishes the fields of several forms on one page. */
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
  /** The problem of each invalid field, with what to do about it. */
  readonly problems?: Readonly<Record<string, string>>;
}

/** Common properties of all fields. */
interface FieldContent {
  readonly name: string;
  readonly label: string;
  /** Shown below the field, and read by screen readers. */
  readonly hint?: Markup | string;
  /** Fields without it are marked as optional. */
  readonly required?: boolean;
}

/** A field for one line of text. */
export function textField(
  form: FormState,
  field: FieldContent & {
    readonly placeholder?: string;
    /** The on-screen keyboard. Input types "url" and "number" are not used, because browsers then change the text. */
    readonly keyboard?: "text" | "url" | "decimal";
    readonly maxLength?: number;
  },
): Markup {
  const { name, placeholder = "", keyboard = "text", maxLength = 2000 } = field;
  return frame(
    form,
    field,
    html`<input
      ${attributes(form, field)}
      value="${form.values[name] ?? ""}"
      placeholder="${placeholder}"
      inputmode="${keyboard}"
      maxlength="${maxLength}"
      autocomplete="off"
      spellcheck="false"
    />`,
  );
}

/** A field with a list to choose from. */
export function selectField(
  form: FormState,
  field: FieldContent & { readonly options: readonly (readonly [value: string, text: string])[] },
): Markup {
  const chosen = form.values[field.name] ?? "";
  return frame(
    form,
    { ...field, required: true },
    html`<select ${attributes(form, field)}>
      ${field.options.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === chosen ? "selected" : ""}>${text}</option>`,
      )}
    </select>`,
  );
}

/** A multi-line text field. */
export function textArea(form: FormState, field: FieldContent & { readonly rows: number }): Markup {
  return frame(
    form,
    field,
    html`<textarea
      ${attributes(form, field)}
      rows="${field.rows}"
      spellcheck="false"
      autocomplete="off"
    >
${form.values[field.name] ?? ""}</textarea>`,
  );
}

/** A file field. Browsers do not keep the selected file when the form is shown again. */
export function fileField(
  form: FormState,
  field: FieldContent & { readonly accept: string },
): Markup {
  return frame(
    form,
    field,
    html`<input type="file" ${attributes(form, field)} accept="${field.accept}" />`,
  );
}

/** The message above a rejected form. Screen readers announce it, and it is visible when the field is not. */
export function problemSummary({ problems = {} }: FormState): Markup | string {
  const count = Object.keys(problems).length;
  if (count === 0) return "";
  const what = count === 1 ? "One field needs" : `${count} fields need`;
  return html`<p class="problem summary" role="alert">
    ${what} to be corrected. Nothing changed.
  </p>`;
}

function frame(form: FormState, field: FieldContent, control: Markup): Markup {
  const { name, label, hint, required = false } = field;
  const problem = form.problems?.[name];
  return html`<div class="field">
    <label for="${form.id}-${name}"
      >${label}${required ? "" : html` <small>optional</small>`}</label
    >
    ${control}
    ${problem === undefined ? "" : html`<p class="problem" id="${form.id}-${name}-problem">${problem}</p>`}
    ${hint === undefined ? "" : html`<p class="hint" id="${form.id}-${name}-hint">${hint}</p>`}
  </div>`;
}

function attributes(form: FormState, { name, hint, required = false }: FieldContent): Markup {
  const { problems = {} } = form;
  const described = [
    ...(problems[name] === undefined ? [] : [`${form.id}-${name}-problem`]),
    ...(hint === undefined ? [] : [`${form.id}-${name}-hint`]),
  ].join(" ");
  // Moves the focus to the first invalid field, because the page was reloaded.
  const first = Object.keys(problems)[0] === name;
  return html`id="${form.id}-${name}" name="${name}"
  ${described === "" ? "" : html`aria-describedby="${described}"`}
  ${problems[name] === undefined ? "" : html`aria-invalid="true"`} ${first ? "autofocus" : ""}
  ${required ? html`aria-required="true"` : ""}`;
}
