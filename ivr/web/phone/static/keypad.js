// Keys by mouse, finger and keyboard, as one stream.

import { byId } from "./dom.js";

const KEYS = /^[0-9*#]$/;
const TAKES_TEXT = 'input:not([type="checkbox"]), select, textarea';
const typed = byId("typed");

/**
 * Tell `handlers` of each key: `press(key)`, `erase()`, `send()` (Enter). Keys of the keyboard count
 * wherever nothing else takes text, so that no click is needed first.
 */
export function watchKeypad({ press, erase, send }) {
  for (const button of document.querySelectorAll("[data-key]")) {
    // A click must not take the focus along: Enter would press the same key again.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => press(button.dataset.key));
  }
  byId("erase").addEventListener("click", erase);
  document.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    if (KEYS.test(event.key)) press(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Enter" && !isControl(event.target)) send();
    else return;
    flash(event.key);
    event.preventDefault();
  });
  watchPasted(press);
}

/** Show what is typed. */
export function display(text) {
  typed.value = text;
}

function isOurs(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return event.target === typed || !event.target.closest(TAKES_TEXT);
}

const isControl = (target) => target !== typed && target.closest("button, a, summary");

/** What comes into the field in another way: pasted, dictated. */
function watchPasted(press) {
  typed.addEventListener("beforeinput", (event) => {
    event.preventDefault();
    for (const key of event.data ?? event.dataTransfer?.getData("text/plain") ?? "") {
      if (KEYS.test(key)) press(key);
    }
  });
}

function flash(key) {
  const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  button?.classList.add("down");
  setTimeout(() => button?.classList.remove("down"), 120);
}
