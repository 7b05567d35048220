import { packageVersion } from "./version.generated.js";

/** The instrumentation scope of all spans and metrics. */
export const scope = { name: "@numipay/opentelemetry", version: packageVersion };
