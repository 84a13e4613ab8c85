// The panel of the cell that has the focus: its state, questions to answer, the rarer states, and what is known of the figure.

const PAUSE = 250; // ms a cell keeps the focus before its context is asked for
const LABELS = {
  none: "Grund, warum nicht erhoben",
  estimated: "Grundlage der Schätzung",
  reason: "Grund der Änderung",
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "kern-btn kern-btn--secondary";
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = text;
  made.append(label);
  made.addEventListener("click", act);
  return made;
};

export class Panel {
  constructor(root, table, saver, { edit }) {
    Object.assign(this, { root, table, saver, edit, cell: null, wants: "", known: new Map(), timer: 0 });
    this.part = (name) => root.querySelector(`[data-cell-${name}]`);
    this.act = (name) => root.querySelector(`[data-act="${name}"]`);
    root.hidden = false;
    table.form.addEventListener("focusin", (event) => {
      const cell = table.byInput.get(event.target);
      if (cell && cell !== this.cell) this.open(cell);
    });
    root.addEventListener("click", (event) => this.click(event.target.closest("[data-act]")?.dataset.act));
    root.addEventListener("keydown", (event) => this.key(event));
    this.nothing();
  }

  nothing() {
    this.part("title").textContent = "Noch keine Zelle gewählt";
    this.part("acts").hidden = true;
  }

  key(event) {
    if (event.key === "Escape") this.back();
    else if (event.key === "Enter" && event.target === this.part("note")) this.give();
    else return;
    event.preventDefault();
  }

  // Into the panel, by keyboard.
  enter() {
    [...this.root.querySelectorAll("button, input")].find((each) => each.offsetParent !== null)?.focus();
  }

  back() {
    this.cell?.input.focus();
  }

  open(cell) {
    this.cell = cell;
    this.wants = "";
    this.part("title").textContent = cell.title;
    this.part("note").value = "";
    this.part("known").replaceChildren();
    this.refresh();
    this.uncover(cell);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.learn(cell), PAUSE);
  }

  // The panel sticks to the foot of the window; it must not lie on the cell it speaks of.
  uncover(cell) {
    const covered = cell.input.getBoundingClientRect().bottom - this.root.getBoundingClientRect().top;
    if (covered > 0 && getComputedStyle(this.root).position === "sticky") scrollBy(0, covered + 12);
  }

  // The state of the cell changed, or another has the focus.
  refresh() {
    const { cell } = this;
    if (!cell) return;
    this.part("says").textContent = [cell.says.textContent, cell.closed].filter(Boolean).at(cell.closed ? 1 : 0);
    this.part("says").hidden = Boolean(cell.fault);
    this.part("acts").hidden = Boolean(cell.closed || ["reading", "conflict"].includes(cell.fault?.asks));
    this.act("checked").hidden = !cell.saved.doubts.length || cell.changed;
    this.ask(cell.fault);
    this.reason();
  }

  reason() {
    const wanted = this.wants || (this.cell.fault?.asks === "reason" ? "reason" : "");
    this.part("reason").hidden = !wanted;
    this.part("reason-label").textContent = LABELS[wanted] ?? "";
  }

  ask(fault) {
    const ask = this.part("ask");
    const { cell } = this;
    ask.hidden = !fault;
    ask.replaceChildren();
    if (!fault) return;
    const text = document.createElement("p");
    text.textContent = fault.message;
    ask.append(text);
    for (const reading of fault.readings ?? []) {
      const fits = reading.fits ? reading.text : `${reading.text.replace(/0$/, "")} – zu genau, bitte anpassen`;
      ask.append(button(fits, () => (reading.fits ? this.set(reading.text) : this.back())));
    }
    if (fault.asks === "conflict") {
      const standing = fault.standing;
      const theirs = standing.text || "kein Wert";
      const who = standing.by ? `; gespeichert hat ${standing.by} am ${standing.at}` : "";
      text.textContent = `Ihr Wert: ${cell.text || "kein Wert"}. Inzwischen steht dort: ${theirs}${who}.`;
      ask.append(button("meinen Wert speichern", () => this.mine(standing)));
      ask.append(button("anderen übernehmen", () => this.theirs(standing)));
    }
  }

  mine(standing) {
    const extra = this.cell.extra;
    this.cell.accept(standing);
    this.saver.touch(this.cell, extra);
    this.finish();
  }

  theirs(standing) {
    this.cell.accept(standing);
    this.cell.restore();
    this.finish();
  }

  set(text, extra = null) {
    if (text !== null) this.edit(this.cell, text);
    this.saver.touch(this.cell, extra);
    this.finish();
  }

  finish() {
    this.wants = "";
    this.saver.flush();
    this.back();
    this.refresh();
  }

  click(act) {
    const { cell } = this;
    if (act === "zero") this.set("0");
    else if (act === "give") this.give();
    else if (act === "checked") this.set(cell.saved.text, { ...this.kept(), checked: true });
    else if (act === "none" || act === "estimated") {
      this.wants = act;
      this.reason();
      this.part("note").focus();
    }
  }

  // A figure that is confirmed stays an estimate if it was one.
  kept() {
    const { state, note, says } = this.cell.saved;
    return state === "estimated" || says.startsWith("geschätzt") ? { estimated: true, note } : {};
  }

  give() {
    const note = this.part("note").value.trim();
    if (!note) return this.part("note").focus();
    if (this.wants === "none") return this.set("k. A.", { none: true, note });
    if (this.wants === "estimated") return this.set(this.cell.text, { estimated: true, note });
    return this.set(null, { ...(this.cell.extra ?? {}), note });
  }

  async learn(cell) {
    try {
      if (!this.known.has(cell.name)) {
        const response = await fetch(this.table.form.dataset.context.replace("NAME", cell.name));
        if (!response.ok || response.redirected) return;
        this.known.set(cell.name, await response.text());
      }
      if (this.cell === cell) this.part("known").innerHTML = this.known.get(cell.name);
    } catch {
      if (this.cell === cell) this.part("known").textContent = "Die Angaben zur Zelle kommen mit der Verbindung zurück.";
    }
  }

  // What was saved has a new history.
  forget(cells) {
    cells.forEach((cell) => this.known.delete(cell.name));
    if (cells.includes(this.cell)) this.learn(this.cell);
    this.refresh();
  }
}
