// Keyboard and mouse in the grid: from cell to cell, blocks with the shift key, writing inside a cell after F2.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Mover {
  constructor(table, { say, leave, restore }) {
    Object.assign(this, { table, say, leave, restore, anchor: null, head: null, writing: false });
    const { form } = table;
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusin", (event) => this.enter(event));
    form.addEventListener("input", () => (this.writing = true));
    form.addEventListener("mousedown", (event) => this.press(event));
    form.addEventListener("dblclick", () => (this.writing = true));
  }

  get cell() {
    return this.table.byInput.get(document.activeElement) ?? null;
  }

  // The rectangle between anchor and head; one cell without a block.
  block() {
    const from = this.anchor ?? this.cell;
    const to = this.head ?? this.cell;
    if (!from || !to) return [];
    const [top, bottom] = [from.y, to.y].sort((a, b) => a - b);
    const [left, right] = [from.x, to.x].sort((a, b) => a - b);
    return this.table.visible.slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
  }

  get isBlock() {
    return this.head !== null && this.head !== this.anchor;
  }

  mark(anchor, head) {
    this.table.form.querySelectorAll(".chosen").forEach((place) => place.classList.remove("chosen"));
    this.anchor = anchor;
    this.head = head;
    if (!this.isBlock) return;
    const block = this.block();
    block.flat().forEach((cell) => cell?.place.classList.add("chosen"));
    head.input?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(`Block aus ${block.length} × ${block[0].length} Zellen gewählt.`);
  }

  enter(event) {
    const cell = this.table.byInput.get(event.target);
    if (!cell) return;
    this.writing = false;
    cell.input.select();
    this.mark(cell, null);
  }

  press(event) {
    const cell = this.table.byInput.get(event.target);
    if (!cell || !event.shiftKey || !this.anchor) return;
    event.preventDefault();
    this.mark(this.anchor, cell);
  }

  // The next cell in a direction that has a field; months of another rhythm are stepped over.
  next(cell, [down, right]) {
    let { y, x } = cell;
    do {
      y += down;
      x += right;
      if (y < 0 || x < 0 || y >= this.table.visible.length || x > 11) return null;
    } while (!this.table.at(y, x));
    return this.table.at(y, x);
  }

  go(cell) {
    if (cell === this.cell) cell.input.blur(); // at the edge: what was typed is handed over all the same
    cell?.input.focus();
  }

  key(event) {
    const cell = this.table.byInput.get(event.target);
    if (!cell || event.metaKey || event.isComposing) return;
    if (this.answer(cell, event)) event.preventDefault();
  }

  // True where the key was ours.
  answer(cell, { key, shiftKey, ctrlKey, altKey }) {
    if (altKey) return key === "ArrowDown" && (this.leave(), true);
    if (key === "Home" || key === "End") return this.edge(cell, key === "End", ctrlKey);
    if (ctrlKey) return false;
    if (key === "Enter") return this.go(this.next(cell, [shiftKey ? -1 : 1, 0]) ?? cell), true;
    if (key === "F2") return (this.writing = true), cell.input.setSelectionRange(cell.text.length, cell.text.length), true;
    if (key === "Escape") return this.escape(cell);
    if (STEPS[key]) return shiftKey ? this.extend(key) : this.step(cell, key);
    return false;
  }

  step(cell, key) {
    const { selectionStart: start, selectionEnd: end, value } = cell.input;
    const inside = key === "ArrowLeft" ? start > 0 || start !== end : end < value.length || start !== end;
    if (this.writing && ["ArrowLeft", "ArrowRight"].includes(key) && inside) return false;
    this.go(this.next(cell, STEPS[key]));
    return true;
  }

  extend(key) {
    if (this.writing && ["ArrowLeft", "ArrowRight"].includes(key)) return false;
    const [down, right] = STEPS[key];
    const head = this.head ?? this.cell;
    const y = Math.min(Math.max(head.y + down, 0), this.table.visible.length - 1);
    const x = Math.min(Math.max(head.x + right, 0), 11);
    this.mark(this.anchor ?? this.cell, this.table.at(y, x) ?? { y, x });
    return true;
  }

  edge(cell, last, whole) {
    if (this.writing && !whole) return false;
    const cells = (whole ? this.table.visible.flat() : this.table.visible[cell.y]).filter(Boolean);
    this.go(last ? cells.at(-1) : cells[0]);
    return true;
  }

  escape(cell) {
    if (this.isBlock) this.mark(cell, null);
    else this.restore(cell);
    this.writing = false;
    cell.input.select();
    return true;
  }
}
