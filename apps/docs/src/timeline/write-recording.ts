import { writeFileSync } from "node:fs";
import { recordingFile } from "./read-recording.js";
import { recordTimeline } from "./record-timeline.js";

/** Plays every fault again and replaces the committed recording. */
export async function writeRecording(): Promise<void> {
  const recording = await recordTimeline();
  writeFileSync(recordingFile, `${JSON.stringify(recording, null, 2)}\n`);
}
