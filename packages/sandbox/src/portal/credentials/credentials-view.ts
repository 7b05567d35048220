import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Credential } from "../../storage/credentials.js";
import type { FormState } from "../forms/fields.js";
import { problemSummary, selectField, textField } from "../forms/fields.js";
import { confirmButton } from "../parts/confirm-button.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import { instant } from "../parts/instant.js";
import { masked, secret } from "../parts/secret.js";
import { secretCode } from "../parts/secret-code.js";
import type { PageContext } from "../page-context.js";
import { environmentLines } from "./environment-lines.js";
import { passwordSection, type PasswordContent } from "./password-section.js";

/** The content of the credentials page. */
interface CredentialsContent extends PasswordContent {
  readonly keys: readonly Credential[];
  /** The base URL of the API, as the browser reached it. */
  readonly baseUrl: string;
  readonly creation?: FormState;
}

/** The API keys, the signature password, and the lines for .env. */
export function credentialsView(content: CredentialsContent): Markup {
  const { account, contract } = content;
  return html`<header class="head">
      <h1>Credentials</h1>
      <p>
        The keys of ${account.merchantName}. DEV keys open test transactions, live keys live ones.
        The sandbox never moves money.
      </p>
    </header>
    <section class="sheet padded" aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      <p class="hint">Send one as <code>${contract.headers.apiKey}</code> with each API call.</p>
      <div id="keys-list" data-live>${keyTable(content)}</div>
      ${creationForm(content)}
    </section>
    ${passwordSection(content)} ${environmentSection(content)}`;
}

function keyTable({ page, keys }: CredentialsContent): Markup {
  return dataTable({
    caption: "API keys",
    columns: [
      { title: "Label" },
      { title: "Mode" },
      { title: "Key" },
      { title: "Created" },
      { title: "Revoke", look: "buttons" },
    ],
    rows: keys.map((key) => keyRow(page, key, keys)),
  });
}

function keyRow(page: PageContext, key: Credential, keys: readonly Credential[]): TableRow {
  const { apiKey, label, mode, createdAt, revokedAt } = key;
  const name = `the ${kindOf(key)} key ${label}`;
  const others = keys.filter((one) => one.mode === mode && one.revokedAt === null).length - 1;
  // The last characters of a key are unique in the sandbox, and not secret.
  const id = `key-${apiKey.slice(-8)}`;
  return {
    key: id,
    ...(revokedAt === null ? {} : { className: "revoked" }),
    cells: [
      label,
      html`<span class="tag ${mode === "live" ? "live-mode" : ""}">${kindOf(key)}</span>`,
      revokedAt === null
        ? secret(apiKey, name, id)
        : html`<code class="soft">${masked(apiKey)}</code>`,
      instant(createdAt, page.now),
      revokedAt === null
        ? confirmButton({
            id: `revoke-${id}`,
            label: "Revoke",
            subject: name,
            explanation: `API calls with it will get a 401. This cannot be undone. ${
              others === 0 ? `It is the last ${kindOf(key)} key. Create another one first.` : ""
            }`,
            action: page.href("credentials/revoke"),
            fields: { api_key: apiKey },
            button: "Revoke",
          })
        : html`<span class="soft">revoked ${instant(revokedAt, page.now)}</span>`,
    ],
  };
}

function creationForm({ page, creation }: CredentialsContent): Markup {
  const form = creation ?? { id: "new-key", values: {} };
  return html`<form
    class="inline"
    method="post"
    action="${page.href("credentials/keys")}"
    aria-label="New API key"
  >
    ${problemSummary(form)}
    ${textField(form, {
      name: "label",
      label: "Label",
      required: true,
      placeholder: "staging",
    })}
    ${selectField(form, {
      name: "mode",
      label: "Mode",
      options: [
        ["test", "DEV (test)"],
        ["live", "Live"],
      ],
    })}
    <button class="go">Create key</button>
  </form>`;
}

function environmentSection({ account, keys, baseUrl }: CredentialsContent): Markup {
  const key = keys.find(({ mode, revokedAt }) => mode === "test" && revokedAt === null)?.apiKey;
  if (key === undefined) {
    return html`<section class="sheet padded" aria-labelledby="env-title">
      <h2 id="env-title">For your .env</h2>
      <p class="hint">Create a DEV key first. All keys are revoked.</p>
    </section>`;
  }
  return html`<section class="sheet padded" aria-labelledby="env-title">
    <h2 id="env-title">For your .env</h2>
    <p class="hint">
      The settings of your application. Copying gives the full values; the screen shows them masked.
    </p>
    ${secretCode({
      id: "env-whole",
      what: "the lines for .env",
      write: (show) =>
        environmentLines({
          apiKey: show(key),
          baseUrl,
          signaturePassword: show(account.signaturePassword),
        }),
    })}
  </section>`;
}

function kindOf({ mode }: Credential): string {
  return mode === "test" ? "DEV" : "live";
}
