import { writeFileSync } from "node:fs";
import { folders } from "../site-folders.js";
import { recordTimeline } from "./record-timeline.js";
import type { Recording } from "./recording.js";

/** The committed recording, from which the page is made. */
export const recordingFile = `${folders.app}src/timeline/recording.json`;

export const toText = (recording: Recording): string => `${JSON.stringify(recording, null, 2)}\n`;

/** Plays every fault again and replaces the committed recording. */
export async function writeRecording(): Promise<void> {
  writeFileSync(recordingFile, toText(await recordTimeline()));
}
