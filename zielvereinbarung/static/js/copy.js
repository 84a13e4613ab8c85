// "Tabelle kopieren" under every table of figures: a block that Excel and LibreOffice take with real German numbers.
import { writeBlock } from "./grid/clipboard.js";

const NUMBER = /^([−+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*([%€]?)$/;
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

// A cell as text for the clipboard: thousands not parted, the sign a spreadsheet knows, text never a formula.
const plain = (text) => {
  const words = text.replace(/\s+/g, " ").trim();
  const found = NUMBER.exec(words);
  if (!found) return FORMULA.test(words) ? `'${words}` : words;
  const [, sign, whole, decimals = "", unit] = found;
  return `${sign && sign !== "+" ? "-" : ""}${whole.replaceAll(".", "")}${decimals}${unit === "€" ? " €" : unit}`;
};

// What a cell says in large and in small print; data-number holds the number where words stand around it.
const said = (cell) => {
  const copy = cell.cloneNode(true);
  const small = [...copy.querySelectorAll("small")];
  copy.querySelectorAll("small, svg, .kern-sr-only").forEach((each) => each.remove());
  return {
    large: plain(cell.dataset.number ?? copy.textContent),
    small: small.map((each) => plain(each.dataset.number ?? each.textContent)).filter(Boolean).join(", "),
  };
};

// Rows of cells; where a column has small print below its figures, that gets a column of its own.
const rowsOf = (table) => {
  const spread = (row) =>
    [...row.cells].flatMap((cell) => [cell, ...Array(cell.colSpan - 1).fill(null)]);
  const body = [...table.rows].filter((row) => !row.closest("thead")).map(spread);
  const noted = new Set(body.flatMap((row) => row.flatMap((cell, at) => (cell?.querySelector("small") ? [at] : []))));
  const line = (row, write) =>
    row.flatMap((cell, at) => {
      const [large, small] = cell ? write(cell) : ["", ""];
      return noted.has(at) ? [large, small] : [large];
    });
  const head = (cell) => {
    const words = cell.innerText || cell.textContent;
    return [plain(words), cell.dataset.small ?? `${plain(words)} (Zusatz)`];
  };
  const figures = (cell) => {
    const { large, small } = said(cell);
    return [large, small];
  };
  return [
    ...[...(table.tHead?.rows ?? [])].map((row) => line(spread(row), head)),
    ...body.map((row) => line(row, figures)),
  ];
};

// Without the clipboard of a secure page, the old way through a selected field.
const put = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("copy");
};

for (const table of document.querySelectorAll("table.figures")) {
  if (table.querySelector("input, select, textarea, button")) continue;
  const name = table.caption?.textContent.trim() ?? table.closest("[aria-label]")?.getAttribute("aria-label") ?? "";
  const tools = document.createElement("p");
  const button = document.createElement("button");
  const status = document.createElement("span");
  tools.className = "tools";
  button.type = "button";
  button.className = "plain";
  button.textContent = "Tabelle kopieren";
  if (name) button.setAttribute("aria-label", `Tabelle kopieren: ${name}`);
  status.setAttribute("role", "status");
  tools.append(button, " ", status);
  (table.closest(".scroll") ?? table).after(tools);
  button.addEventListener("click", async () => {
    const rows = rowsOf(table);
    try {
      await put(writeBlock(rows));
      status.textContent = `Kopiert: ${rows.length} Zeilen mit ${rows[0].length} Spalten.`;
    } catch {
      status.textContent = "Der Browser lässt das Kopieren nicht zu.";
    }
  });
}
