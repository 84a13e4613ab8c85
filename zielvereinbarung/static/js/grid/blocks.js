// Blocks: copy, paste, clear, and the way back from the last of them.
import { readBlock, writeBlock } from "./clipboard.js";

const cells = (number) => (number === 1 ? "Eine Zelle" : `${number} Zellen`);
const SHOWN = 5; // texts named that found no cell

export class Blocks {
  constructor(table, mover, saver, { say, undoable }) {
    Object.assign(this, { table, mover, saver, say, undoable, last: null, edited: false });
    const { form } = table;
    form.addEventListener("copy", (event) => this.copy(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("input", (event) => (this.edited ||= table.byInput.has(event.target)));
    form.addEventListener("keydown", (event) => this.key(event));
  }

  copy(event) {
    if (!this.mover.isBlock || !this.mover.cell) return;
    event.preventDefault();
    const block = this.mover.block();
    event.clipboardData.setData("text/plain", writeBlock(block.map((row) => row.map((cell) => cell?.text ?? ""))));
    this.say(`${cells(block.flat().filter(Boolean).length)} kopiert.`);
  }

  paste(event) {
    const cell = this.mover.cell;
    const text = event.clipboardData.getData("text/plain");
    if (!cell || (this.mover.writing && !/[\t\n]/.test(text))) return;
    event.preventDefault();
    const rows = readBlock(text);
    if (rows.length === 1 && rows[0].length === 1 && this.mover.isBlock) {
      this.put(this.mover.block().flat().filter(Boolean).map((each) => [each, rows[0][0]]), [], 0);
      return;
    }
    const [top] = this.mover.block();
    const first = this.mover.isBlock ? { y: this.mover.block().flat().find(Boolean).y, x: this.left(top) } : cell;
    const pairs = [];
    const outside = [];
    let empty = 0;
    rows.forEach((row, down) =>
      row.forEach((value, right) => {
        const target = this.table.at(first.y + down, first.x + right);
        if (!value) empty += 1;
        else if (target && !target.closed) pairs.push([target, value]);
        else outside.push(value);
      }),
    );
    this.put(pairs, outside, empty);
  }

  left() {
    return Math.min(this.mover.anchor.x, this.mover.head.x);
  }

  put(pairs, outside, empty) {
    const open = pairs.filter(([cell]) => !cell.closed);
    this.change(open.map(([cell, value]) => ({ cell, value, extra: null })));
    const parts = [`${cells(open.length)} eingefügt.`];
    if (empty) parts.push(`Leere Zellen der Vorlage ändern nichts (${empty}).`);
    if (outside.length) {
      const named = outside.slice(0, SHOWN).map((value) => `„${value}“`).join(", ");
      const more = outside.length > SHOWN ? " …" : "";
      parts.push(`Ohne Platz blieben ${outside.length}: ${named}${more} (außerhalb der Tabelle, gesperrt oder Monat ohne Eingabe).`);
    }
    this.say(parts.join(" "));
  }

  // One step that can be taken back.
  change(steps) {
    this.last = steps.map(({ cell, value }) => ({ cell, value, before: cell.text, saved: cell.saved, extra: cell.extra }));
    this.edited = false;
    for (const { cell, value, extra } of steps) {
      cell.input.value = value;
      this.saver.touch(cell, extra);
    }
    this.undoable(this.last.length > 0);
  }

  undo() {
    if (!this.last) return;
    const back = this.last.filter(({ cell, value }) => this.still(cell, value));
    for (const { cell, before, saved, extra } of back) {
      cell.input.value = before;
      this.saver.touch(cell, before === cell.saved.text ? extra : (extra ?? this.was(saved)));
    }
    const kept = this.last.length - back.length;
    const others = kept ? ` ${cells(kept)} danach geändert und so gelassen.` : "";
    this.say(`Einfügen zurückgenommen: ${cells(back.length)} wie vorher.${others}`);
    this.last = null;
    this.undoable(false);
  }

  // Nobody changed the cell since: it holds what was pasted, or what the server made of that.
  still(cell, value) {
    return cell.text === value || (cell.fresh === "saved" && !cell.changed);
  }

  // What the figure was before besides its text, and why it comes back.
  was({ state, note }) {
    if (state === "none") return { none: true, note };
    if (state === "estimated") return { estimated: true, note };
    return { note: "Einfügen zurückgenommen" };
  }

  key(event) {
    if (!this.mover.cell || event.altKey) return;
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && this.last && !this.edited) {
      event.preventDefault();
      this.undo();
    } else if (["Delete", "Backspace"].includes(event.key) && this.mover.isBlock) {
      event.preventDefault();
      const chosen = this.mover.block().flat().filter((cell) => cell && !cell.closed);
      this.change(chosen.map((cell) => ({ cell, value: "", extra: null })));
      this.say(`${cells(chosen.length)} geleert.`);
    }
  }
}
