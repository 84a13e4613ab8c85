// What Django's admin leaves without a name for a screen reader: its search fields for related rows, and empty heads of columns.

const label = (select) => {
  const found = select.id && document.querySelector(`label[for="${select.id}"]`);
  if (found) {
    found.id ||= `${select.id}_label`;
  }
  return found?.id;
};

const nameSearch = (box) => {
  const select = box.closest(".select2")?.previousElementSibling;
  const value = box.querySelector(".select2-selection__rendered");
  value?.removeAttribute("role");
  value?.removeAttribute("aria-readonly");
  const id = select && label(select);
  if (id) {
    box.setAttribute("aria-labelledby", value?.id ? `${id} ${value.id}` : id);
  } else if (select) {
    const head = select.closest("table")?.querySelector(`th.column-${select.closest("td").className.replace("field-", "")}`);
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", head?.textContent.trim() || "Auswahl");
  }
};

const nameHead = (head) => {
  const text = document.createElement("span");
  text.className = "visually-hidden";
  text.textContent = "Eintrag";
  head.append(text);
};

const nameAll = () => {
  document.querySelectorAll(".select2-selection:not([data-named])").forEach((box) => {
    box.dataset.named = "";
    nameSearch(box);
  });
  document.querySelectorAll(".tabular thead th:empty").forEach(nameHead);
};

nameAll();
// The admin builds its search fields late, and anew in every added row.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
