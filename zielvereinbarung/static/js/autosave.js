// Texts that save themselves: a moment after the last key, one request at a time, never over what somebody else wrote.
// The forms work without this by their button.
import { share, wait } from "./autosave/neighbours.js";
import { conflict, headings } from "./autosave/parts.js";

const MOMENT = 1200; // ms after the last key
const LONGEST = 60; // s between two attempts
const PATIENCE = 20000; // ms until a request counts as lost

class Draft {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.version = form.elements.version;
    this.state = form.querySelector("[data-state]");
    this.saved = this.field.defaultValue;
    Object.assign(this, { timer: 0, busy: false, wait: 0, stopped: false });
    this.field.addEventListener("input", () => this.touch());
    this.field.addEventListener("change", () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.stopped = false;
      this.save({ said: true });
    });
    headings(this);
    if (this.changed) this.touch(); // the page came back with a text that could not be saved
  }

  get changed() {
    return this.field.value !== this.saved;
  }

  say(words, trouble = false) {
    this.state.textContent = words;
    this.state.dataset.state = trouble ? "trouble" : "";
  }

  touch() {
    if (this.stopped) return;
    this.say(this.changed ? "noch nicht gespeichert" : "");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), MOMENT);
  }

  async save({ said = false } = {}) {
    clearTimeout(this.timer);
    if (this.busy || this.stopped) return;
    if (!this.changed) {
      if (said) this.say("gespeichert, nichts geändert");
      return;
    }
    this.busy = true;
    const text = this.field.value;
    this.say("wird gespeichert …");
    try {
      this.sending = this.send();
      this.answered(text, await this.sending);
      this.wait = 0;
    } catch {
      this.lost();
    } finally {
      this.busy = false;
    }
    if (!this.stopped && !this.wait && this.changed) this.touch();
  }

  // Saved, or known that it cannot be.
  async settled() {
    while (this.busy) await this.sending.catch(() => {});
    await this.save();
  }

  async send() {
    const response = await fetch(this.form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(this.form),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.redirected || response.status === 403) return { out: true };
    if (response.status >= 500) throw new Error("gestört");
    return { ok: response.ok, ...(await response.json()) };
  }

  answered(text, answer) {
    if (answer.out) {
      this.stop("Die Anmeldung ist abgelaufen. Ihr Text steht noch hier: bitte in einem neuen Fenster anmelden, dann speichern.");
    } else if (answer.ok) {
      this.saved = text;
      this.version.value = answer.version;
      share(answer.version);
      this.say(this.changed ? "noch nicht gespeichert" : answer.state);
      for (const item of document.querySelectorAll(`[data-missing="${CSS.escape(this.form.dataset.autosave)}"]`)) {
        item.hidden = Boolean(text.trim());
      }
    } else {
      this.stop(answer.message);
      if (answer.standing) conflict(this, answer.standing);
    }
  }

  stop(reason) {
    this.stopped = true;
    this.say(reason, true);
  }

  lost() {
    this.wait = Math.min(this.wait ? this.wait * 2 : 2, LONGEST);
    this.say("Keine Verbindung, noch nicht gespeichert. Der Text bleibt hier; neuer Versuch von selbst.", true);
    this.timer = setTimeout(() => this.save(), this.wait * 1000);
  }
}

const drafts = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Draft(form));

wait(drafts);
addEventListener("online", () => drafts.forEach((draft) => draft.wait && draft.save()));
document.addEventListener("visibilitychange", () => document.hidden && drafts.forEach((draft) => draft.save()));
addEventListener("beforeunload", (event) => {
  if (drafts.some((draft) => draft.changed)) event.preventDefault();
});
