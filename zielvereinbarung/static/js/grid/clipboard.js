// Blocks as Excel and LibreOffice put them on the clipboard: tabs between cells, newlines between rows, quotes around both.

// Text to rows of cells. A cell in quotes may hold tabs, newlines and doubled quotes; one trailing newline is no row.
export const readBlock = (text) => {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  let at = 0;
  while (at <= source.length) {
    let cell;
    const quoted = source[at] === '"' ? /"((?:[^"]|"")*)"(?=[\t\n]|$)/y : null;
    if (quoted) quoted.lastIndex = at;
    const found = quoted?.exec(source);
    if (found) {
      cell = found[1].replaceAll('""', '"');
      at += found[0].length;
    } else {
      const end = source.slice(at).search(/[\t\n]/);
      cell = end < 0 ? source.slice(at) : source.slice(at, at + end);
      at += cell.length;
    }
    rows.at(-1).push(cell.replace(/\s+/g, " ").trim());
    if (source[at] === "\n") rows.push([]);
    at += 1;
  }
  return rows;
};

// Rows of cells to text; what holds a tab, a newline or a quote goes into quotes.
export const writeBlock = (rows) =>
  rows
    .map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t"))
    .join("\n");
