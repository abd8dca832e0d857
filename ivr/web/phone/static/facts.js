// What becomes of the call: where it stands, what was told, what is on record.

import { byId, make } from "./dom.js";

/** Show the place, the answers and the tickets of a call, and how to repeat it. */
export function tellFacts(call) {
  byId("command").textContent = call.command;
  tellPlace(call);
  tellStored(call);
}

/** No call: no place, nothing kept. The last one may still be repeated. */
export function clearFacts() {
  tellPlace({ path: [] });
  tellStored({ told: [], incidents: [], notices: [] });
}

function tellPlace({ node, language, queue, path }) {
  byId("node").textContent = node || "–";
  byId("language").textContent = language || "–";
  byId("queue").textContent = queue || "–";
  tellPath(path);
}

function tellPath(path) {
  byId("path").replaceChildren(
    ...path.map((node, index) => {
      const here = index === path.length - 1;
      return make("li", here ? { class: "here", "aria-current": "step" } : {}, node);
    }),
  );
}

function tellStored({ told, incidents, notices }) {
  const open = new Set(incidents.map((incident) => incident.kind));
  const parts = [
    ...notices.map((notice) => make("p", { class: "notice" }, notice)),
    ...incidents.map(ticket),
    ...told.filter((form) => !open.has(form.kind)).map(form),
  ];
  replaceIfNew(byId("stored"), parts.length ? parts : [make("p", { class: "hint" }, "Nothing yet.")]);
}

/** What has not changed stays, or a screen reader tells it again. */
function replaceIfNew(region, parts) {
  const fresh = make("div", {}, ...parts);
  if (fresh.innerHTML !== region.innerHTML) region.replaceChildren(...fresh.childNodes);
}

function ticket(incident) {
  const state = incident.status === "partial" ? "unfinished" : incident.status;
  return make(
    "article",
    { class: `ticket ${incident.status}` },
    make("h3", {}, "Ticket ", make("b", {}, incident.number), " ", make("span", { class: "state" }, `${incident.kind}, ${state}`)),
    answers([
      { name: "queue", value: incident.queue },
      { name: "service", value: incident.service },
      ...incident.fields,
    ]),
  );
}

function form({ kind, fields }) {
  return make("article", { class: "draft" }, make("h3", {}, `${kind}, so far`), answers(fields));
}

function answers(fields) {
  const rows = fields.filter((field) => field.value).map(({ name, value, by }) =>
    make("div", {}, make("dt", {}, name), " ", make("dd", {}, value, ...(by ? [" ", make("small", {}, by)] : []))),
  );
  return make("dl", { class: "answers" }, ...rows);
}
