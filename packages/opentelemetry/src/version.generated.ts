// Generated from package.json by `npm run generate`. Do not edit.

/** The version of @numipay/opentelemetry. */
export const packageVersion = "0.0.0";
