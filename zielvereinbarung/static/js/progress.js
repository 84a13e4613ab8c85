// A job in the background: the page looks again every two seconds until it has ended. Without this, a link reloads.
const PAUSE = 2000;
const part = (page) => page.querySelector("[data-progress]");
const said = document.querySelector("[data-progress-said]");
const words = (region) => region.querySelector("[data-progress-words]")?.textContent.trim() ?? "";

const look = async () => {
  const region = part(document);
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const found = answer.ok && !answer.redirected ? part(new DOMParser().parseFromString(await answer.text(), "text/html")) : null;
    if (found && found.innerHTML !== region.innerHTML) {
      region.replaceChildren(...found.childNodes);
      region.dataset.progress = found.dataset.progress;
    }
  } catch {
    // The network is away for a moment; the next look may find it again.
  }
  next();
};

const next = () => {
  const region = part(document);
  if (region.dataset.progress === "working") {
    region.querySelector("[data-progress-reload]")?.remove();
    setTimeout(look, PAUSE);
  } else {
    said.textContent = words(region);
  }
};

if (part(document)?.dataset.progress === "working") next();
