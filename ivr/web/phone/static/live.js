// The call on the line. The list of what the caller did is all there is of it on this side.

import { leave, place } from "./service.js";

let call = null;
let answer = null;
let busy = false;

/** Whether a call goes on. */
export const onLine = () => Boolean(call);

/** The number that the call goes to; empty if there is none. */
export const called = () => call?.to ?? "";

/** Whether an answer is on its way. */
export const isBusy = () => busy;

/** What the call waits for; null if there is none, or while an answer is on its way. */
export const waiting = () => (busy ? null : (answer?.waiting ?? null));

/** Begin a call. Returns it as it stands; throws in words. */
export async function dial(choice) {
  const begun = await ask({ ...choice, call: null, acts: [] });
  return settle({ ...choice, to: begun.to, call: begun.call, acts: [] }, begun);
}

/** Do something in the call. If that fails nothing was done, and it may be tried again. */
export async function act(deed) {
  const next = { ...call, acts: [...call.acts, deed] };
  return settle(next, await ask(next));
}

/** Hang up. That always ends the call: on this side alone, if the service cannot be told. */
export async function hangUp() {
  const deed = { kind: "hangup" };
  try {
    return await act(deed);
  } catch {
    const outcome = { ...deed, detail: "hung up here; the service did not hear of it" };
    const transcript = [...answer.transcript, { who: "caller", text: "", ...deed }];
    return settle(null, { ...answer, waiting: null, outcome, transcript });
  }
}

/** The page goes away: so does the caller. */
export function abandon() {
  if (call) leave(call);
}

async function ask(wanted) {
  busy = true;
  try {
    return await place(wanted);
  } finally {
    busy = false;
  }
}

function settle(next, told) {
  answer = told;
  call = told.waiting ? next : null;
  return told;
}
