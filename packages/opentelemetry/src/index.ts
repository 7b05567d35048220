export { instrumentNumipay } from "./instrument-numipay.js";
export { type InstrumentNumipayOptions, type NumipayInstrumentation } from "./options.js";
