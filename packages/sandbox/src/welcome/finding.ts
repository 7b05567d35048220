/** What a response of the merchant's endpoint means, in words. */
export interface Finding {
  readonly look: "good" | "bad" | "wait";
  /** Such as "accepted (HTTP 200)". */
  readonly verdict: string;
  /** The reason, and what to do. Empty if there is nothing to do. */
  readonly advice: string;
}

/** The response to a delivery, or the reason why there was none. */
export interface Answer {
  readonly responseStatus: number | null;
  readonly error: string | null;
}

/** What the response to a correctly signed delivery means. */
export function toGenuineFinding({ responseStatus: status, error }: Answer): Finding {
  if (status === null) return toSilence(error);
  if (isSuccess(status)) return { look: "good", verdict: `accepted (HTTP ${status})`, advice: "" };
  const verdict = status >= 500 ? `failed (HTTP ${status})` : `not accepted (HTTP ${status})`;
  return { look: "bad", verdict, advice: adviceFor(status) };
}

/**
 * What the response to a forged delivery means. A rejection only proves something if the genuine one was accepted: an endpoint
 * that rejects everything verifies nothing.
 */
export function toForgedFinding(
  { responseStatus: status, error }: Answer,
  isGenuineAccepted: boolean,
): Finding {
  if (status === null) return toSilence(error);
  if (isSuccess(status)) {
    return {
      look: "bad",
      verdict: `accepted (HTTP ${status})`,
      advice:
        "Anyone who knows the address can report payments that never happened. Verify the signature before anything else, and respond with 401 if it is wrong.",
    };
  }
  if (status >= 400 && status < 500) {
    const verdict = `rejected (HTTP ${status})`;
    return isGenuineAccepted
      ? { look: "good", verdict, advice: "" }
      : {
          look: "wait",
          verdict,
          advice: "This proves nothing until the genuine delivery is accepted.",
        };
  }
  return {
    look: "bad",
    verdict: `neither accepted nor rejected (HTTP ${status})`,
    advice:
      status >= 500
        ? "Your server failed on it. Verify the signature before any other code runs, and respond with 401."
        : "The gateway does not follow redirects. Set the address to the one that they lead to.",
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function adviceFor(status: number): string {
  if (status >= 500) {
    return "Your handler or your server failed. Its log has the reason. Respond with 2xx also to events that you do not use.";
  }
  if (status === 404 || status === 405) {
    return "Your server has no POST route at this address. Compare the path.";
  }
  if (status === 413) return "Your server accepts only smaller bodies. Raise its limit.";
  if (status === 415) return "Your server does not accept the content type application/json.";
  if (status === 429) return "A rate limit rejected the delivery. Exempt the address from it.";
  if (status === 403 || status === 419) {
    return "If CSRF protection, authentication or a firewall rejected it, exempt the address: the signature protects it. If it was your signature check, compare NUMIPAY_SIGNATURE_PASSWORD with step 1.";
  }
  if (status >= 400) {
    return "Your server rejected a correctly signed delivery. Compare NUMIPAY_SIGNATURE_PASSWORD with step 1. If it is the same, the body was changed before it was verified.";
  }
  return "The gateway does not follow redirects. Set the address to the one that they lead to.";
}

/** Explains the errors that a newcomer meets. The reason itself is always shown. */
function toSilence(error: string | null): Finding {
  const reason = error ?? "unknown reason";
  return { look: "bad", verdict: `no response: ${reason}`, advice: adviceForError(reason) };
}

function adviceForError(reason: string): string {
  if (/ECONNREFUSED/.test(reason)) {
    return "Nothing listens at this address. Start your server, and compare the port.";
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return "The host name is unknown. Compare it.";
  if (/No response within/.test(reason)) {
    return "Your server took too long. Respond first, and do slow work afterwards.";
  }
  // The delivery log has already added the next step to it.
  if (/\. [A-Z]/.test(reason)) return "";
  if (/certificate|self.signed|UNABLE_TO/i.test(reason)) {
    return "The certificate is not trusted. Start the sandbox with --webhook-ca and your CA certificate.";
  }
  return "Start your server, and compare the address.";
}
