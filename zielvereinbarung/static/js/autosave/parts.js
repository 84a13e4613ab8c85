// What an autosaved text offers beside its field: headings to insert, and the choice where two people wrote at once.

const HEADINGS = ["Lage", "Ursachen", "Maßnahmen", "Ausblick"];

const button = (label, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: label });
  made.addEventListener("click", act);
  return made;
};

// Buttons that begin a paragraph with an optional heading at the cursor.
export function headings(draft) {
  const place = draft.form.querySelector("[data-headings]");
  if (!place) return;
  place.append("Überschrift einfügen: ", ...HEADINGS.map((word) => button(word, () => insert(draft, word))));
  place.hidden = false;
}

function insert(draft, word) {
  const { field } = draft;
  const before = field.value.slice(0, field.selectionStart).replace(/\s+$/, "");
  const after = field.value.slice(field.selectionEnd).replace(/^\s+/, "");
  const begun = `${before}${before ? "\n\n" : ""}${word}: `;
  field.value = `${begun}${after ? `\n\n${after}` : ""}`;
  field.focus();
  field.setSelectionRange(begun.length, begun.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Both texts stay in sight until one is chosen.
export function conflict(draft, standing) {
  const place = draft.form.querySelector("[data-conflict]");
  const theirs = document.createElement("blockquote");
  theirs.textContent = standing.text;
  const go = (text) => {
    place.hidden = true;
    draft.version.value = standing.version;
    draft.saved = standing.text;
    draft.stopped = false;
    draft.field.value = text;
    draft.field.focus();
    if (draft.changed) draft.save();
    else draft.say("gespeichert");
  };
  place.replaceChildren(
    `Gespeichert ist der Text von ${standing.by}:`,
    theirs,
    button("meinen Text speichern", () => go(draft.field.value)),
    " ",
    button("beide untereinander", () => go(`${standing.text}\n\n${draft.field.value}`)),
    " ",
    button("den gespeicherten Text behalten", () => go(standing.text)),
  );
  place.hidden = false;
}
