import type { ReadText } from "../../control/control.js";

/**
 * Rejects statements that change the session. The connection goes back to the library's pool, and no library offers a way to close
 * it instead.
 *
 * @param alternative completes the error message
 */
export function rejectSessionChanges(
  readText: (text: string) => ReadText,
  alternative: string,
): (text: string) => ReadText {
  return (text) => {
    const read = readText(text);
    if (!read.altersSession || read.control.kind === "rejected") return read;
    return { ...read, control: { kind: "rejected", reason: `${outlives} ${alternative}` } };
  };
}

const outlives = "it may change what outlives the transaction, and the connection is reused.";
