import type { Advice } from "./check.js";
import type { PostResponse } from "./post.js";
import {
  closedAdvice,
  csrfAdvice,
  failureAdvice,
  firewallAdvice,
  forbiddenAdvice,
  gatewayAdvice,
  lengthAdvice,
  loginAdvice,
  methodAdvice,
  notFoundAdvice,
  pageAdvice,
  rateAdvice,
  redirectAdvice,
  silenceAdvice,
  sizeAdvice,
  tlsAdvice,
  typeAdvice,
} from "./seen-advice.js";

/**
 * What to change after a response that does not depend on the signature. Undefined if the response may be that of a signature
 * check.
 */
export function diagnose(response: PostResponse, url: URL): Advice | undefined {
  const { status, signs = {}, isTimedOut } = response;
  const { redirect, challenge, isCsrf, firewall, isPage, requiresTls } = signs;
  if (status === 0) return isTimedOut === true ? silenceAdvice : closedAdvice;
  if (status >= 200 && status < 300) return isPage === true ? pageAdvice(url) : undefined;
  if (redirect !== undefined) return redirectAdvice(url, redirect);
  if (requiresTls === true && url.protocol === "http:") return tlsAdvice(url);
  if (firewall !== undefined) return firewallAdvice(firewall);
  if (isCsrf === true || status === 419) return csrfAdvice;
  if (challenge !== undefined) return loginAdvice(challenge);
  if (status >= 502 && status <= 504) return gatewayAdvice(status);
  if (status >= 500 && status !== 501) return failureAdvice;
  return adviceOf(status, url);
}

function adviceOf(status: number, url: URL): Advice | undefined {
  switch (status) {
    case 403:
      return forbiddenAdvice;
    case 404:
    case 410:
      return notFoundAdvice(url);
    case 405:
    case 501:
      return methodAdvice(url);
    case 411:
      return lengthAdvice;
    case 413:
      return sizeAdvice;
    case 415:
      return typeAdvice;
    case 426:
      return url.protocol === "http:" ? tlsAdvice(url) : undefined;
    case 429:
      return rateAdvice;
    default:
      return undefined;
  }
}
