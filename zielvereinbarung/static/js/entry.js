// Monatswerte: Enter goes down, unsaved input is told and asked about before leaving. The page works without this.
const form = document.querySelector("[data-entry]");

if (form) {
  const status = form.querySelector("[data-entry-status]");
  const fields = [...form.querySelectorAll("input[type=text][name$='-value']")];
  const changed = () =>
    [...form.elements].filter((field) =>
      field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
    ).length;
  let leaving = false;

  form.addEventListener("input", () => {
    const count = changed();
    status.textContent = count ? `${count} ${count === 1 ? "Eingabe" : "Eingaben"} noch nicht gespeichert.` : "";
  });

  form.addEventListener("keydown", (event) => {
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = fields.indexOf(event.target);
    if (!step || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    for (let next = at + step; fields[next]; next += step) {
      if (fields[next].closest("details.cities:not([open])")) continue;
      fields[next].focus();
      fields[next].select();
      return;
    }
  });

  form.addEventListener("submit", () => {
    leaving = true;
  });

  addEventListener("beforeunload", (event) => {
    if (changed() && !leaving) event.preventDefault();
  });
}
