// @ts-check
import { randomBytes } from "node:crypto";
import { readInboxSettings } from "./read-inbox-settings.js";

const needed = {
  NUMIPAY_API_KEY: "the API key, from the merchant portal under Settings > Credentials",
  NUMIPAY_BASE_URL: "the gateway's address",
  NUMIPAY_SIGNATURE_PASSWORD: "the signature password, from the same page of the portal",
};

/** The shop's settings from the environment. An Error tells everything that is missing, at once. */
export function readSettings(env: NodeJS.ProcessEnv) {
  const problems = Object.entries(needed)
    .filter(([name]) => !env[name])
    .map(([name, meaning]) => `${name} is not set: ${meaning}.`);
  const port = Number(env.PORT ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT is no port: give a number from 0 to 65535.");
  }
  if (env.PUBLIC_URL && !isOrigin(env.PUBLIC_URL)) {
    problems.push("PUBLIC_URL is no origin: give it as https://shop.example, without a path.");
  }
  const store = readInboxSettings(env, problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    apiKey: env.NUMIPAY_API_KEY,
    baseUrl: env.NUMIPAY_BASE_URL,
    signaturePassword: env.NUMIPAY_SIGNATURE_PASSWORD,
    store,
    port,
    publicUrl: env.PUBLIC_URL || undefined,
    officePassword: env.OFFICE_PASSWORD || randomBytes(9).toString("base64url"),
  };
}

function isOrigin(text: string) {
  return URL.canParse(text) && new URL(text).origin === text;
}
