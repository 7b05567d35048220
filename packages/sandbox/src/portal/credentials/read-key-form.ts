import type { Mode } from "../../gateway/transaction-record.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

const maxLabelLength = 60;

/** Reads the form for a new API key. */
export function readKeyForm(form: Form): ReadResult<{ mode: Mode; label: string }> {
  const label = trimmed(form, "label");
  const mode = form.get("mode");
  const problems: Record<string, string> = {};
  if (mode !== "test" && mode !== "live") {
    problems["mode"] = "Choose DEV or live.";
  }
  if (label === "") {
    problems["label"] = "Enter a label, such as “staging”, to recognize the key later.";
  } else if (Array.from(label).length > maxLabelLength) {
    problems["label"] = `Shorten the label to ${maxLabelLength} characters.`;
  } else if (/[\p{Cc}\p{Cs}]/u.test(label)) {
    problems["label"] = "Remove the control characters from the label.";
  }
  if (Object.keys(problems).length > 0) return { problems };
  return { value: { mode: mode === "live" ? "live" : "test", label } };
}
