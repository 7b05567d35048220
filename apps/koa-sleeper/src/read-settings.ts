// @ts-check
import { readInboxSettings } from "./read-inbox-settings.js";

const needed = {
  NUMIPAY_API_KEY: "the API key, from the merchant portal under Settings > Credentials",
  NUMIPAY_BASE_URL: "the gateway's address",
  NUMIPAY_SIGNATURE_PASSWORD: "the signature password, from the same page of the portal",
};

/** The office's settings from the environment. An Error tells everything that is wrong, at once. */
export function readSettings(env: NodeJS.ProcessEnv) {
  const problems = Object.entries(needed)
    .filter(([name]) => !env[name])
    .map(([name, meaning]) => `${name} is not set: ${meaning}.`);
  const port = Number(env.PORT ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT is no port: give a number from 0 to 65535.");
  }
  const publicUrl = env.PUBLIC_URL || undefined;
  if (publicUrl !== undefined && !isOrigin(publicUrl)) {
    problems.push("PUBLIC_URL is no origin: give it as https://trains.example, without a path.");
  }
  const inbox = readInboxSettings(env, problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    apiKey: env.NUMIPAY_API_KEY,
    baseUrl: env.NUMIPAY_BASE_URL,
    signaturePassword: env.NUMIPAY_SIGNATURE_PASSWORD,
    inbox,
    port,
    publicUrl,
  };
}

function isOrigin(text: string) {
  return URL.canParse(text) && new URL(text).origin === text;
}
