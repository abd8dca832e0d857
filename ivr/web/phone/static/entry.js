// What a key means to a call that waits. Pure: a waiting state, what is typed, a key → what now.

/**
 * One more key. Returns `{typed, send}`: what stands in the display, and what goes out now ("" if
 * nothing does yet). A question of one digit is answered at once, a longer entry by its last digit
 * or by its finishing key.
 */
export function press(waiting, typed, key) {
  if (!waiting || !waiting.keys) return { typed: "", send: "" };
  const finishes = waiting.finish_on_key.includes(key);
  if (waiting.kind === "record") return { typed: "", send: finishes ? key : "" };
  const entry = typed + key;
  const whole = waiting.num_digits !== null && entry.length >= waiting.num_digits;
  return finishes || whole ? { typed: "", send: entry } : { typed: entry, send: "" };
}

/** The entry as it is sent by hand: ended by its finishing key, where it has one. */
export function finished(waiting, typed) {
  return typed && typed + waiting.finish_on_key.slice(0, 1);
}

/** Whether what is typed is collected until it is sent. */
export function collects(waiting) {
  return Boolean(waiting?.keys && waiting.kind === "gather" && waiting.num_digits !== 1);
}

/** What the call listens for, in words. */
export function awaited(waiting) {
  if (!waiting) return "No call.";
  const { kind, finish_on_key: finish, timeout, queue } = waiting;
  const soon = timeout ? `, for ${timeout} s` : "";
  if (kind === "dial") return "A telephone rings.";
  if (kind === "record") return `Recording: say something, or press ${keyList(finish)}.`;
  const what = [keysAwaited(waiting), waiting.speech && "words"].filter(Boolean).join(" or ");
  if (queue) return `Waiting in the queue “${queue}”${what ? `; listening for ${what}` : ""}.`;
  return `Listening for ${what}${soon}.`;
}

function keysAwaited({ keys, num_digits: count, finish_on_key: finish }) {
  if (!keys) return "";
  if (count === 1) return "one key";
  const end = finish ? `, ${keyList(finish)} ends them` : "";
  return (count ? `${count} keys` : "keys") + end;
}

function keyList(keys) {
  const all = [...keys];
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${all.at(-1)}` : keys;
}
