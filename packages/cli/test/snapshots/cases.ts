import { request } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world.js";

/** A command line whose output is shown. */
export interface Case {
  readonly name: string;
  readonly args: (world: World) => readonly string[];
  /** Changes the environment. */
  readonly env?: (world: World) => Record<string, string>;
  readonly stdin?: string;
  /** What happens once the command listens on a URL. Then it is interrupted. */
  readonly whileListening?: (url: string) => Promise<void>;
}

const day = ["--from", "2026-01-02", "--to", "2026-01-02"];
const order = ["--tracking-id", "order-7", "--user-id", "u-7", "--currency", "EUR"];
const hosted = ["payments", "hosted", ...order, "--amount", "9.00"];
const reconcile = ["reconcile", "--webhook-module", "webhook.mjs"];
const recover = ["recover", "--journal-module", "journal.mjs"];
const noKey = () => ({ NUMIPAY_API_KEY: "" });
const at =
  (name: "fault" | "hanging" | "unauthorized" | "redirecting" | "breaking") => (world: World) => ({
    NUMIPAY_BASE_URL: world[name],
  });
const unreachable = ({ closed }: World) => ({ NUMIPAY_BASE_URL: new URL(closed).origin });

/** What commands print. */
export const outputs: readonly Case[] = [
  { name: "sign", args: () => ["sign", "payload.json"] },
  {
    name: "verify: exact",
    args: ({ cwd }) => ["verify", "payload.json", "--signature", signature(cwd)],
  },
  {
    name: "verify: canonical",
    args: ({ cwd }) => ["verify", "indented.json", "--signature", signature(cwd)],
  },
  {
    name: "verify: lower case, strict",
    args: ({ cwd }) => [
      "verify",
      "indented.json",
      "--strict",
      "--signature",
      signature(cwd).toLowerCase(),
    ],
  },
  { name: "verify: wrong", args: () => ["verify", "number.json", "--signature", "0".repeat(40)] },
  { name: "trigger: accepted", args: (world) => trigger(world.accepting) },
  { name: "trigger: rejected", args: (world) => [...trigger(world.failing), "--times", "2"] },
  { name: "trigger: no response", args: (world) => trigger(world.closed) },
  {
    name: "forward",
    args: (world) => ["forward", "--listen", "0", "--to", world.accepting],
    whileListening: async (url) => {
      await post(
        url,
        '{"transaction_type":"deposit","status":"successful","tracking_id":"order-1"}',
      );
      await post(url, "not JSON");
      await post(
        url,
        `{"transaction_type":"withdrawal","status":"rejected","tracking_id":"order-${"9".repeat(30)}"}`,
      );
    },
  },
  {
    name: "forward: receiver down, no password",
    args: (world) => ["forward", "--listen", "0", "--to", world.closed],
    env: () => ({ NUMIPAY_SIGNATURE_PASSWORD: "" }),
    whileListening: (url) => post(url, "{}"),
  },
  { name: "payments hosted", args: () => hosted },
  {
    name: "payouts reject by the other id",
    args: () => ["payouts", "reject", "--tracking-id", "payout-9"],
  },
  { name: "transactions status", args: () => ["transactions", "status", "order-1"] },
  { name: "transactions list", args: () => ["transactions", "list", ...day] },
  {
    name: "transactions list: none",
    args: () => ["transactions", "list", "--from", "2025-01-01", "--to", "2025-01-09"],
  },
  {
    name: "transactions export",
    args: () => [
      "transactions",
      "export",
      ...day,
      "--columns",
      "tracking_id,amount",
      "--out",
      "export.csv",
      "--force",
    ],
  },
  { name: "ledger diff: agrees", args: () => ["ledger", "diff", "agreeing.csv", ...day] },
  { name: "ledger diff: discrepancies", args: () => ["ledger", "diff", "ledger.csv", ...day] },
  { name: "ledger diff: not compared", args: () => ["ledger", "diff", "statuses.csv", ...day] },
  { name: "reconcile: dry run", args: () => [...reconcile, ...day, "--dry-run"] },
  { name: "reconcile", args: () => [...reconcile, ...day] },
  { name: "recover", args: () => recover },
  { name: "recover: dry run", args: () => [...recover, "--dry-run"] },
  { name: "contract diff", args: () => ["contract", "diff", "official.yaml"] },
  {
    name: "contract diff --write",
    args: () => ["contract", "diff", "official.yaml", "--breaking", "--write", "o.json", "--force"],
  },
  { name: "contract probe", args: () => ["contract", "probe"] },
  {
    name: "contract probe --run: another path",
    args: () => [
      "contract",
      "probe",
      "--run",
      "--dev-key",
      "--contract",
      "moved.json",
      "--status-wait",
      "0.001",
      "--out",
      "probe.json",
      "--force",
    ],
  },
  { name: "contract diff: a probe", args: () => ["contract", "diff", "probe.json"] },
  { name: "doctor: correct, no ledger", args: (world) => ["doctor", world.correct] },
  { name: "doctor: credits twice", args: (world) => doctor(world) },
  { name: "doctor: credits twice, verbose", args: (world) => [...doctor(world), "--verbose"] },
];

/** Errors and warnings. */
export const errors: readonly Case[] = [
  { name: "unknown command", args: () => ["sgin"] },
  { name: "unknown option", args: () => ["transactions", "list", "--form", "today"] },
  { name: "missing argument", args: () => ["doctor"] },
  { name: "invalid argument", args: () => ["doctor", "localhost:3000"] },
  { name: "missing option", args: () => ["trigger", "deposit.successful"] },
  { name: "missing value", args: () => ["forward", "--to"] },
  { name: "invalid value", args: () => ["sandbox", "--port", "70000"] },
  { name: "invalid choice", args: () => ["transactions", "export", "--format", "xml"] },
  { name: "too many arguments", args: () => ["sign", "a", "b"] },
  { name: "secret as an option", args: () => ["sign", "--password", "x"] },
  { name: "no API key", args: () => hosted, env: noKey },
  { name: "no base URL", args: () => hosted, env: () => ({ NUMIPAY_BASE_URL: "" }) },
  {
    name: "no password",
    args: () => ["sign", "payload.json"],
    env: () => ({ NUMIPAY_SIGNATURE_PASSWORD: "" }),
  },
  { name: "missing file", args: () => ["sign", "missing.json"] },
  { name: "file of an option", args: () => [...hosted, "--request", "missing.json"] },
  { name: "folder as a file", args: () => ["transactions", "export", ...day, "--out", "folder"] },
  { name: "not JSON", args: () => ["sign"], stdin: "not JSON" },
  { name: "unknown contract option", args: () => [...hosted, "--contract", "wrong.json"] },
  { name: "invalid plan", args: () => ["sandbox", "--port", "0", "--replay", "plan.json"] },
  { name: "port in use", args: (world) => ["sandbox", "--port", new URL(world.gateway).port] },
  {
    name: "another machine",
    args: () => ["trigger", "deposit.successful", "--to", "https://shop.example/webhooks"],
  },
  {
    name: "unknown status",
    args: (world) => ["trigger", "deposit.sucessful", "--to", world.accepting],
  },
  { name: "probe without confirmation", args: () => ["contract", "probe", "--run"] },
  {
    name: "probe with a live key",
    args: () => ["contract", "probe", "--run", "--dev-key"],
    env: ({ sandbox }) => ({ NUMIPAY_API_KEY: sandbox.liveApiKey }),
  },
  { name: "missing field", args: () => ["payments", "hosted", ...order] },
  { name: "invalid field", args: () => [...hosted, "--country", "germany"] },
  { name: "invalid amount", args: () => ["payments", "hosted", ...order, "--amount", "9,00"] },
  {
    name: "incomplete card",
    args: () => [
      "payments",
      "server-to-server",
      ...order,
      "--amount",
      "9.00",
      "--card-file",
      "card.json",
    ],
  },
  { name: "missing custom field", args: () => ["request", "refund", "--contract", "refunds.json"] },
  { name: "invalid day", args: () => ["transactions", "list", "--from", "1-8-2024"] },
  {
    name: "days in the wrong order",
    args: () => ["transactions", "list", "--from", "2026-01-02", "--to", "2026-01-01"],
  },
  {
    name: "long response",
    args: () => ["transactions", "list", ...day, "--max-response-bytes", "100"],
  },
  {
    name: "timeout",
    args: () => ["transactions", "list", ...day, "--timeout", "0.1"],
    env: at("hanging"),
  },
  { name: "unreachable gateway", args: () => ["transactions", "list", ...day], env: unreachable },
  {
    name: "rejected by the gateway",
    args: () => ["transactions", "list", ...day],
    env: at("unauthorized"),
  },
  { name: "gateway fault", args: () => ["transactions", "status", "order-1"], env: at("fault") },
  { name: "redirected", args: () => ["transactions", "status", "order-1"], env: at("redirecting") },
  {
    name: "outcome unknown: used id",
    args: () => [
      "payments",
      "hosted",
      "--tracking-id",
      "order-1",
      ...order.slice(2),
      "--amount",
      "9.00",
    ],
  },
  { name: "outcome unknown: connection lost", args: () => hosted, env: at("breaking") },
  { name: "invalid ledger", args: () => ["ledger", "diff", "broken.csv", ...day] },
  { name: "reconcile without a watermark", args: () => reconcile },
  {
    name: "recover --resend unconfirmed",
    args: () => [...recover, "--resend", "when-not-found"],
  },
  { name: "reconcile --to alone", args: () => [...reconcile, "--to", "2026-01-02"] },
  { name: "payout without an id", args: () => ["payouts", "approve"] },
  { name: "doctor: not running", args: (world) => ["doctor", world.closed] },
  { name: "doctor: unknown check", args: (world) => ["doctor", world.correct, "--skip", "sugar"] },
  { name: "error as JSON", args: () => ["transactions", "status", ".", "--json"] },
];

function doctor({ doubling, ledger }: World): string[] {
  return ["doctor", doubling, "--ledger", ledger, "--tracking-id", "order-{n}-{run}"];
}

function trigger(to: string): string[] {
  const ids = ["--tracking-id", "order-1", "--transaction-id", "t-1"];
  return ["trigger", "deposit.successful", ...ids, "--amount", "12480.50", "--to", to];
}

function signature(cwd: string): string {
  return readFileSync(join(cwd, "signature.txt"), "utf8");
}

function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { method: "POST" }, (response) => response.resume().on("end", resolve))
      .on("error", reject)
      .end(body);
  });
}
