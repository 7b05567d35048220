export { closeServer, listenOnLoopback, portOf } from "./demo/loopback-server.js";
export { createFaultyFetch } from "./demo/faulty-fetch.js";
export type { Fault, FaultyFetch } from "./demo/faulty-fetch.js";
export { createPrinter } from "./demo/create-printer.js";
export type { Printer, PrinterOptions } from "./demo/create-printer.js";
export { createScriptedBrowser } from "./demo/scripted-browser.js";
export type { Page, ScriptedBrowser } from "./demo/scripted-browser.js";
export { readDemoOptions, runDemoProgram, untilInterrupted } from "./demo/demo-program.js";
export type { DemoOptions } from "./demo/demo-program.js";
