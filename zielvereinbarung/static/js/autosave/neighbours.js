// Where a text that saves itself stands beside other forms: they share its version, and none leaves before it is saved.

// The forms marked data-row write the same row of a draft: what they saw is what stands since the text was saved.
export function share(version) {
  for (const other of document.querySelectorAll("form[data-row]")) other.elements.version.value = version;
}

// A form that leads away waits for texts that are not saved yet; where one cannot be saved, it stays.
export function wait(drafts) {
  document.addEventListener("submit", async (event) => {
    const open = drafts.filter((draft) => draft.changed || draft.busy);
    if (event.defaultPrevented || !open.length || event.target.matches("[data-autosave]")) return;
    event.preventDefault();
    const { target, submitter } = event;
    await Promise.all(open.map((draft) => draft.settled()));
    const left = open.find((draft) => draft.changed);
    if (left) left.field.focus();
    else target.requestSubmit(submitter);
  });
}
