// Das Jahr als Raster: puts cells, saving, keyboard, blocks and panel together. The page works without this as a plain form.
import { Blocks } from "./grid/blocks.js";
import { Table } from "./grid/cells.js";
import { Mover } from "./grid/move.js";
import { Panel } from "./grid/panel.js";
import { Saver } from "./grid/saver.js";

const start = (form) => {
  const find = (name) => form.querySelector(`[data-grid-${name}]`);
  const table = new Table(form);

  const say = (text, link) => {
    const line = find("status");
    line.textContent = text;
    if (!link) return;
    const anchor = Object.assign(document.createElement("a"), { href: link.href, target: "_blank", textContent: link.text });
    line.append(anchor, link.after);
  };

  const issues = () => (find("issue").hidden = table.issues.length === 0);
  const saver = new Saver(table, {
    say,
    stuck: (yes) => (find("retry").hidden = !yes),
    saved: ({ totals, missing, cells }) => {
      Object.entries(totals).forEach(([name, total]) => table.total(name, total));
      document.querySelector("[data-grid-missing]").textContent = missing;
      panel.forget(cells);
      issues();
    },
  });
  const mover = new Mover(table, {
    say,
    leave: () => panel.enter(),
    restore: (cell) => {
      cell.restore();
      panel.refresh();
      issues();
    },
  });
  const blocks = new Blocks(table, mover, saver, { say, undoable: (yes) => (find("undo").hidden = !yes) });
  const panel = new Panel(form.querySelector("[data-cell]"), table, saver, {
    edit: (cell, text) => {
      cell.input.value = text;
      blocks.edited = true;
    },
  });

  // While one types, the cell says so; it is handed over when one leaves it.
  form.addEventListener("input", (event) => {
    const cell = table.byInput.get(event.target);
    if (!cell || cell.fresh === "saving") return;
    cell.fault = null;
    cell.place.dataset.fresh = cell.changed ? "typed" : "";
  });
  form.addEventListener("change", (event) => {
    const cell = table.byInput.get(event.target);
    if (cell) saver.touch(cell);
    panel.refresh();
    issues();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saver.flush();
  });
  find("retry").addEventListener("click", () => saver.again());
  find("undo").addEventListener("click", () => {
    blocks.undo();
    mover.anchor?.input?.focus();
  });
  find("issue").addEventListener("click", () => {
    const [first] = table.issues.filter((cell) => cell !== panel.cell).concat(table.issues);
    show(first);
    first.input.focus();
  });

  const fold = (toggle, open) => {
    toggle.setAttribute("aria-expanded", String(open));
    document.getElementById(toggle.getAttribute("aria-controls")).hidden = !open;
    table.settle();
  };
  const show = (cell) => {
    const body = cell.place.closest("tbody");
    if (body.hidden) fold(form.querySelector(`[aria-controls="${body.id}"]`), true);
  };
  form.querySelectorAll("[data-grid-plain]").forEach((part) => (part.hidden = true));
  form.querySelectorAll("[data-grid-cities]").forEach((toggle) => {
    toggle.hidden = false;
    const body = document.getElementById(toggle.getAttribute("aria-controls"));
    fold(toggle, Boolean(body.querySelector("[aria-invalid]")));
    toggle.addEventListener("click", () => fold(toggle, body.hidden));
  });
  form.dataset.ready = "";
};

document.querySelectorAll("form[data-year]").forEach(start);
