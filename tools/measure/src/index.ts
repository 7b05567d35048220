export {
  createHandwrittenReceiver,
  type HandwrittenReceiver,
  isSigned,
} from "./handwritten-receiver.js";
export { formatRatio, markdownTable } from "./markdown-table.js";
export { createRandom, type Random, shuffle } from "./random.js";
export { ordinaryBytes, sampleBody, tamper } from "./sample-body.js";
export { type App, readCpuMicroseconds, serveForParent } from "./serve-for-parent.js";
export {
  createDelivery,
  signBody,
  signaturePassword,
  type SignedDelivery,
  webhookPath,
} from "./sign-delivery.js";
export { startProgram } from "./start-program.js";
export { median, quantile, summarizeRatios, type Summary } from "./summarize.js";
