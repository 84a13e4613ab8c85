// "Als SVG" and "Als PNG" under every chart: the drawing as a file of its own, on white, twice as large as a picture.
const SCALE = 2;
const SVG = "http://www.w3.org/2000/svg";

// The drawing as it stands, with a white ground and without what only the page needs.
const standalone = (chart) => {
  const copy = chart.cloneNode(true);
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", "#ffffff");
  copy.querySelectorAll("[pointer-events]").forEach((each) => each.remove());
  copy.querySelector("desc, title").after(ground);
  copy.removeAttribute("class");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}`;
};

const picture = async (chart) => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(chart))}`;
  await image.decode();
  const { width, height } = chart.viewBox.baseVal;
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
};

// mbz_me-aktiv-2014_2014-09_IQ.svg: the address of the page and which of its charts.
const nameOf = (chart, ending) => {
  const place = location.pathname.split("/").filter(Boolean);
  const own = chart.querySelector("title")?.id.replace(/-title$/, "") ?? "diagramm";
  return `${[...place, own].join("_")}.${ending}`;
};

const save = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

const WAYS = {
  svg: (chart) => new Blob([standalone(chart)], { type: "image/svg+xml" }),
  png: picture,
};

for (const chart of document.querySelectorAll("figure svg.chart")) {
  const title = chart.querySelector("title")?.textContent ?? "";
  const tools = document.createElement("p");
  const status = document.createElement("span");
  tools.className = "tools";
  tools.append("Diagramm sichern: ");
  status.setAttribute("role", "status");
  for (const [ending, make] of Object.entries(WAYS)) {
    const button = document.createElement("button");
    const name = nameOf(chart, ending);
    button.type = "button";
    button.className = "plain";
    button.textContent = ending.toUpperCase();
    button.setAttribute("aria-label", `${ending.toUpperCase()}, Diagramm sichern: ${title}`);
    button.addEventListener("click", async () => {
      save(await make(chart), name);
      status.textContent = `Gesichert: ${name}`;
    });
    tools.append(button, " ");
  }
  tools.append(status);
  (chart.closest(".scroll") ?? chart).after(tools);
}
