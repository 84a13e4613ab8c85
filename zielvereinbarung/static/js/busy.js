// A form that takes its time says so: what is done, for how long already, and no second submit. Works without this, silently.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const words = document.createElement("p");
  words.className = "busy";
  words.setAttribute("role", "status");
  form.append(words);
  let clock = 0;

  form.addEventListener("submit", (event) => {
    if (clock) {
      event.preventDefault();
      return;
    }
    const seconds = document.createElement("span");
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", form.dataset.busy);
    seconds.setAttribute("aria-hidden", "true");
    words.replaceChildren(bar, ` ${form.dataset.busy} `, seconds);
    const start = Date.now();
    clock = setInterval(() => {
      seconds.textContent = `seit ${Math.round((Date.now() - start) / 1000)} s`;
    }, 1000);
  });

  // Coming back by the browser's history, the page is as it was before.
  addEventListener("pageshow", () => {
    clearInterval(clock);
    clock = 0;
    words.replaceChildren();
  });
}
