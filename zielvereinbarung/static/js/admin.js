// The admin's search fields for related rows, which select2 leaves without a name for a screen reader.

const nameSearch = (box) => {
  const select = box.closest(".select2").previousElementSibling;
  const label = select?.id && document.querySelector(`label[for="${select.id}"]`);
  const value = box.querySelector(".select2-selection__rendered");
  value?.removeAttribute("role");
  value?.removeAttribute("aria-readonly");
  if (label) {
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", value?.id ? `${label.id} ${value.id}` : label.id);
  }
};

const nameAll = () => {
  document.querySelectorAll(".select2-selection:not([data-named])").forEach((box) => {
    box.dataset.named = "";
    nameSearch(box);
  });
  document.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => {
    field.setAttribute("aria-label", "Suchen");
  });
};

nameAll();
// They are built late, and anew in every added row.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
