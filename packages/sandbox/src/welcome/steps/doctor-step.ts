import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { isLoopback } from "../../gateway/is-loopback.js";
import { instant } from "../../portal/parts/instant.js";
import { secretCode } from "../../portal/parts/secret-code.js";
import type { RecordedDoctorRun } from "../doctor-run.js";
import type { Welcome } from "../read-welcome.js";
import { finding, type Step } from "./step.js";

/** The doctor. Done when a run has reported that no check failed. */
export function doctorStep({ account, doctor, origin, now }: Welcome): Step {
  const { webhookUrl, signaturePassword } = account;
  return {
    id: "doctor",
    title: "Run the doctor",
    isDone: doctor?.isPassed === true,
    content: html`<p>
        It tests your endpoint with genuine, forged, malformed and duplicate deliveries, explains
        each failure, and reports the result here.
      </p>
      ${
        webhookUrl === null
          ? html`<p class="hint">Set your webhook address first. The command contains it.</p>`
          : secretCode({
              id: "welcome-doctor",
              what: "the doctor's command",
              write: (show) =>
                doctorCommand({ webhookUrl, origin, password: show(signaturePassword) }),
            })
      }
      ${
        doctor === undefined
          ? html`<p class="outcome-line">Waiting for the first run.</p>`
          : result(doctor, now)
      }`,
  };
}

function doctorCommand(setting: { webhookUrl: string; origin: string; password: string }): string {
  const { webhookUrl, origin, password } = setting;
  const remote = isLoopback(new URL(webhookUrl).hostname) ? "" : " --allow-remote";
  return [
    `NUMIPAY_SIGNATURE_PASSWORD=${password} \\`,
    `  npx @numipay/cli doctor ${toShellWord(webhookUrl)}${remote} \\`,
    `  --sandbox ${origin}`,
  ].join("\n");
}

/** Quotes a text for a shell, if necessary. */
function toShellWord(text: string): string {
  return /^[\w:/.@%-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function result({ totals, url, isPassed, isOutdated, at }: RecordedDoctorRun, now: number): Markup {
  const { passed, failed, warned } = totals;
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(warned > 0 ? [`${warned} ${warned === 1 ? "warning" : "warnings"}`] : []),
    ...(totals["not-checked"] > 0 ? [`${totals["not-checked"]} not checked`] : []),
  ].join(", ");
  const look = isPassed ? "good" : isOutdated ? "wait" : "bad";
  const advice = isOutdated
    ? html` It tested <code>${url}</code>, which is no longer your address. Run it again.`
    : failed > 0
      ? " Its output explains each failure. Fix them, and run it again."
      : passed === 0
        ? " Every check was skipped. Run it without --skip."
        : "";
  return finding(look, html`<b>Last run:</b> ${counts}, ${instant(at, now)}.${advice}`);
}
