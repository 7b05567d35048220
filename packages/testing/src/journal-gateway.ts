import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createJournal, type Journal, type JournalStore, Numipay } from "@numipay/core";

/** A local HTTP server that plays the gateway, and knows what was committed. */
export interface JournalGateway {
  /**
   * How it treats the next requests that move money: `cut` commits and then cuts the connection, `lose` only cuts it, `refuse` responds
   * with 422 and `deny` with 401.
   */
  mode: "respond" | "cut" | "lose" | "refuse" | "deny";
  /** The status of every committed transaction. */
  status: string;
  /** How many requests that move money arrived. */
  posts: number;
  /** How many of them named the transaction. */
  postsOf: (tracking_id: string) => number;
  /** Called before a response to such a request. */
  beforeResponse: () => Promise<void>;
  /** Commits a transaction that was lost before. */
  commit: (tracking_id: string) => void;
  /** A client whose journal uses the store. */
  connect: (store: JournalStore, account: string) => Numipay;
  /** A client with a journal. */
  connectWith: (journal: Journal) => Numipay;
}

/** Runs with a gateway, then closes it. */
export async function withJournalGateway(
  play: (gateway: JournalGateway) => Promise<void>,
): Promise<void> {
  const committed = new Set<string>();
  const posted: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on("end", () => void respond(text, request.url ?? "", response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const gateway: JournalGateway = {
    mode: "respond",
    status: "pending",
    posts: 0,
    beforeResponse: async () => undefined,
    commit: (tracking_id) => committed.add(tracking_id),
    postsOf: (tracking_id) => posted.filter((one) => one === tracking_id).length,
    connect: (store, account) => gateway.connectWith(createJournal(store, { account })),
    connectWith: (journal) =>
      new Numipay({
        apiKey: "key-of-the-journal-cases",
        baseUrl: `http://127.0.0.1:${port}`,
        journal,
      }),
  };

  async function respond(text: string, path: string, response: ServerResponse): Promise<void> {
    const { status: transaction_status } = gateway;
    const send = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (text === "") {
      const id = decodeURIComponent(path.split("/").at(-1) ?? "");
      return committed.has(id) ? send(200, { transaction_status }) : send(404, {});
    }
    gateway.posts += 1;
    const tracking_id = /"(?:tracking_id|transaction_id)":"([^"]*)"/.exec(text)?.[1] ?? "";
    const { posts, mode } = gateway;
    posted.push(tracking_id);
    if (mode === "respond" || mode === "cut") committed.add(tracking_id);
    await gateway.beforeResponse();
    if (mode === "refuse" || mode === "deny") return send(mode === "refuse" ? 422 : 401, {});
    if (mode !== "respond") return void response.socket?.destroy();
    send(200, { url: `https://pay.example/${posts}`, message: "done", transaction_status });
  }

  try {
    await play(gateway);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
