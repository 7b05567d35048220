import { readFileSync } from "node:fs";
import { folders } from "../site-folders.js";
import type { Recording } from "./recording.js";

/** The committed recording. The page shows it, and a test compares it with a new one. */
export const recordingFile = `${folders.app}src/timeline/recording.json`;

export const readRecording = (): Recording =>
  JSON.parse(readFileSync(recordingFile, "utf8")) as Recording;
