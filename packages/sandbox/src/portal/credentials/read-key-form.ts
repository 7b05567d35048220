import type { Mode } from "../../gateway/transaction-record.js";
import { trimmed, type Form, type ReadResult } from "../forms/read-form.js";

const longestLabel = 60;

/** Reads the form for a new API key. */
export function readKeyForm(form: Form): ReadResult<{ mode: Mode; label: string }> {
  const label = trimmed(form, "label");
  const mode = form.get("mode");
  const problems: Record<string, string> = {};
  if (mode !== "test" && mode !== "live") {
    problems["mode"] = "Choose DEV or live.";
  }
  if (label === "") {
    problems["label"] =
      "Say what the key is for, such as “staging”: you will want to know when you revoke it.";
  } else if (Array.from(label).length > longestLabel) {
    problems["label"] = `Shorten the label to ${longestLabel} characters.`;
  } else if (/[\p{Cc}\p{Cs}]/u.test(label)) {
    problems["label"] = "Take the control characters out of the label.";
  }
  if (Object.keys(problems).length > 0) return { problems };
  return { value: { mode: mode === "live" ? "live" : "test", label } };
}
