// Servers of the rehearsal: on loopback, on a port that is free.

/** @returns {Promise<number>} the port */
export async function listen(server) {
  await new Promise((settle, fail) => {
    server.once("error", fail).listen(0, "127.0.0.1", settle);
  });
  return server.address().port;
}

export async function close(server) {
  server.closeAllConnections();
  await new Promise((settle) => server.close(settle));
}

export async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
