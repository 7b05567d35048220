export {
  describeEachInbox,
  describeEachServer,
  describeIfAvailable,
  inboxEngines,
} from "./describe-each-inbox.js";
export type { CreateInboxSettings, InboxEngine, TestInboxSettings } from "./describe-each-inbox.js";
export { describeInBrowser } from "./describe-in-browser.js";
export type { BrowserPage, BrowserSession, OpenSession } from "./describe-in-browser.js";
export { runProgram, startProgram } from "./run-program.js";
export type { ProgramResult, RunningProgram } from "./run-program.js";
export { deleteRedisKeys, redisUrl } from "./test-servers.js";
