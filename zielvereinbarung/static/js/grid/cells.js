// The cells of the grid: what stands on the server, what was typed, and how the state of each is shown and said.

const SIGNS = { typed: "•", saving: "…", saved: "✔", refused: "!", ask: "?" };
const WORDS = {
  typed: () => "noch nicht gespeichert",
  saving: () => "wird gespeichert",
  saved: (cell) => `gespeichert; ${cell.saved.says}`,
  refused: (cell) => `nicht gespeichert: ${cell.fault.message}`,
  ask: (cell) => `Rückfrage: ${cell.fault.message}`,
};

export class Cell {
  constructor(input, x) {
    this.input = input;
    this.x = x; // month, 0 to 11
    this.name = input.name;
    this.place = input.closest("td");
    this.closed = this.place.dataset.closed ?? "";
    this.says = document.getElementById(`s-${this.name}`);
    this.sign = this.place.querySelector(".mark");
    this.saved = {
      text: input.getAttribute("aria-invalid") ? null : input.defaultValue,
      version: Number(input.dataset.v),
      state: this.place.dataset.state,
      says: this.says.textContent,
      mark: this.sign.textContent,
      note: input.dataset.note ?? "",
      doubts: this.place.dataset.state === "doubted" ? [this.says.textContent] : [],
    };
    this.extra = null; // none, estimated, checked, note: what the text alone does not say
    this.fault = null;
    this.fresh = ""; // typed, saving, saved, refused, ask; "" where nothing happened yet
  }

  get text() {
    return this.input.value.trim();
  }

  get title() {
    return this.input
      .getAttribute("aria-labelledby")
      .split(" ")
      .map((id) => document.getElementById(id))
      .map((head) => (head.getAttribute("abbr") || head.textContent).replace(/\s+/g, " ").trim())
      .join(", ");
  }

  get changed() {
    return this.text !== this.saved.text || this.extra !== null;
  }

  get unsaved() {
    return ["typed", "saving", "refused", "ask"].includes(this.fresh);
  }

  show(fresh) {
    this.fresh = fresh;
    this.place.dataset.fresh = fresh;
    this.place.dataset.state = this.saved.state;
    this.input.toggleAttribute("aria-invalid", false);
    if (fresh === "refused" || fresh === "ask") this.input.setAttribute("aria-invalid", "true");
    const doubted = fresh === "saved" && this.saved.doubts.length > 0;
    this.sign.textContent = doubted || !fresh ? this.saved.mark : SIGNS[fresh];
    this.says.textContent = WORDS[fresh]?.(this) ?? this.saved.says;
    if (this.saved.state === "missing") this.input.placeholder = "fehlt";
    else this.input.removeAttribute("placeholder");
  }

  // What the server holds is the text again; nothing waits.
  restore() {
    this.input.value = this.saved.text ?? this.input.defaultValue;
    this.extra = this.fault = null;
    this.show("");
  }

  accept(standing) {
    this.saved = standing;
  }

  // Another cell was saved and this one became unlikely by it, or likely again; what it holds is the same.
  judge(standing) {
    if (this.unsaved || standing.version !== this.saved.version) return;
    this.accept(standing);
    this.show(this.fresh);
  }

  message() {
    return { name: this.name, text: this.text, version: this.saved.version, ...(this.extra ?? {}) };
  }
}

export class Table {
  constructor(form) {
    this.form = form;
    this.rows = [...form.querySelectorAll("tr[data-row]")]
      .map((row) => ({ row, fields: [...row.cells].slice(1, 13).map((place) => place.querySelector("input[type=text]")) }))
      .filter(({ fields }) => fields.some(Boolean))
      .map(({ row, fields }) => ({ row, cells: fields.map((field, x) => field && new Cell(field, x)) }));
    this.all = this.rows.flatMap(({ cells }) => cells.filter(Boolean));
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    this.byName = new Map(this.all.map((cell) => [cell.name, cell]));
    this.settle();
  }

  // Rows of cities that are folded take no part in moving and pasting.
  settle() {
    this.visible = this.rows.filter(({ row }) => !row.parentElement.hidden).map(({ cells }) => cells);
    this.visible.forEach((cells, y) => cells.forEach((cell) => cell && (cell.y = y)));
  }

  at(y, x) {
    return this.visible[y]?.[x] ?? null;
  }

  get unsaved() {
    return this.all.filter((cell) => cell.unsaved);
  }

  get issues() {
    return this.all.filter((cell) => cell.fresh === "ask" || cell.fresh === "refused");
  }

  // Sums come from the server; nothing is added up here.
  total(name, total) {
    const row = this.form.querySelector(`tr[data-row="${CSS.escape(name)}"]`);
    row.querySelector("[data-total]").textContent = total.text;
    row.querySelector("[data-until]").textContent = total.until;
    row.querySelector("[data-plan]").textContent = total.plan;
    total.sums?.forEach((sum, x) => {
      const place = row.querySelector(`[data-sum="${x}"]`);
      place.textContent = sum?.text ?? "";
      if (!sum?.missing) return;
      const without = document.createElement("small");
      without.textContent = sum.missing;
      place.append(without);
    });
  }
}
