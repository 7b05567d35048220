/** Asks what `serveCalls` serves. Rejects unless the answer is there and whole. */
export async function call(url, name, input) {
  const response = await fetch(`${url}/${name}`, {
    method: "POST",
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${name} was answered ${response.status}`);
  return await response.json();
}
