// Generated from package.json by `npm run generate`. Do not edit.

/** The version of @numipay/core. */
export const coreVersion = "0.0.0";
