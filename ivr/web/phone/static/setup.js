// What is chosen before a call: number, caller, clock, situation.

import { byId, make, show } from "./dom.js";

const directory = byId("directory");
const caller = byId("caller");
const moment = byId("moment");
const typed = byId("typed");

/** The choices as the service wants them. */
export function chosen() {
  return {
    to: directory.value || typed.value.trim(),
    from: caller.value,
    at: moment.value || null,
    situation: byId("situation").value,
  };
}

/** Dialling by hand leaves the directory. */
export function dialsByHand() {
  directory.value = "";
  tellClock();
}

/** Whether the number is being dialled by hand. */
export const byHand = () => directory.value === "";

/** While a call goes on the choices give way to what was chosen. */
export function lock(locked) {
  byId("choices").disabled = locked;
  show(byId("setup"), !locked);
  show(byId("summary"), locked);
  if (locked) byId("summary").replaceChildren(make("b", {}, title()), ...summary());
}

/** The number as published, for the display. */
export const published = () => listed()?.dataset.published ?? "";

/** The country of the chosen number: `{code, name}`; undefined for one dialled by hand. */
export function country() {
  const data = listed()?.dataset;
  return data && { code: data.country, name: data.name };
}

/** Keep the form in step with itself; `changed` is told when another number is chosen. */
export function watchSetup(changed) {
  directory.addEventListener("change", () => {
    callFromHome();
    tellClock();
    changed();
  });
  moment.addEventListener("input", tellClock);
  setInterval(tellClock, 10_000);
  callFromHome();
  tellClock();
}

function title() {
  return [published(), country()?.name].filter(Boolean).join(" · ") || "Another number";
}

function summary() {
  const situation = byId("situation").selectedOptions[0];
  const lines = [
    `from ${caller.selectedOptions[0].textContent}`,
    moment.value && `plays at ${moment.value.replace("T", " ")}`,
    situation.value !== "normal" && situation.textContent,
  ];
  return lines.filter(Boolean).map((line) => make("div", {}, line));
}

function listed() {
  const option = directory.selectedOptions[0];
  return option?.value ? option : undefined;
}

function callFromHome() {
  const home = country()?.code;
  const option = [...caller.options].find((each) => home && each.dataset.country === home);
  if (option) option.selected = true;
}

function tellClock() {
  const zone = listed()?.dataset.zone;
  byId("clock-of").textContent = zone ? `in ${country().name}` : "there";
  byId("moment-now").textContent = moment.value
    ? "The call plays at this moment."
    : `Empty is now${zone ? `: ${timeIn(zone)}` : ""}.`;
}

function timeIn(zone) {
  const style = { weekday: "long", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", { ...style, timeZone: zone }).format(new Date());
}
