// What Django's admin leaves without a name for a screen reader: its search fields for related rows, and empty heads of columns.

const name = (root) => {
  root.querySelectorAll(".select2-selection").forEach((box) => {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${select.id}"]`);
    const text = (label?.textContent ?? select?.closest("td")?.className.replace(/^field-/, "") ?? "").replace(/:\s*$/, "").trim();
    if (text) {
      box.setAttribute("aria-label", text);
      box.removeAttribute("aria-labelledby");
    }
  });
  root.querySelectorAll("th.original:empty").forEach((head) => {
    const text = document.createElement("span");
    text.className = "visually-hidden";
    text.textContent = "Eintrag";
    head.append(text);
  });
};

window.addEventListener("load", () => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
