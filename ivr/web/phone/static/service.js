// The one address that the phone talks to.

const ADDRESS = "/phone/call";
const PATIENCE = 20_000; // ms; a service that hangs is one that does not answer

/** The call so far → the call as it stands. Throws an Error in words for the person at the phone. */
export async function place(call) {
  let answer;
  try {
    answer = await post(call);
  } catch {
    throw new Error("The service does not answer. Is it still running? Try again.");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? `The service answered ${answer.status}.`);
  return told;
}

/** Hang up on the way out; nobody is left to read the answer. */
export function leave(call) {
  post({ ...call, acts: [...call.acts, { kind: "hangup" }] }, true).catch(() => {});
}

function post(call, keepalive = false) {
  return fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(call),
    keepalive,
    signal: AbortSignal.timeout(PATIENCE),
  });
}
