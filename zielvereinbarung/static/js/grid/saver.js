// Saving: cells wait a moment, go together in one request, and stay until the server said what became of them.

const MOMENT = 700; // ms after the last change
const LONGEST = 60; // s between two attempts
const MOST = 5000; // cells of one request, as the server takes
const PATIENCE = 30000; // ms until a request counts as lost

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const inputs = (number) => count(number, "Eingabe", "Eingaben");
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

export class Saver {
  constructor(table, { say, saved, stuck }) {
    Object.assign(this, { table, say, saved, stuck, timer: 0, busy: false, wait: 0, stopped: false });
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    addEventListener("beforeunload", (event) => {
      if (this.table.unsaved.length || this.typing()) event.preventDefault();
    });
  }

  // The field that has the focus may hold what was not handed over yet.
  typing() {
    const cell = this.table.byInput.get(document.activeElement);
    return Boolean(cell && cell.fresh !== "saving" && cell.changed);
  }

  // A cell was changed; `extra` holds what its text does not say. The same as on the server: nothing to do.
  touch(cell, extra = null) {
    cell.extra = extra;
    cell.fault = null;
    cell.show(cell.changed ? "typed" : "");
    this.later(this.wait ? this.wait * 1000 : MOMENT);
  }

  // The field that has the focus stays chosen as a whole, so that the next key replaces it.
  write(cell, text) {
    if (cell.input.value === text) return;
    cell.input.value = text;
    if (document.activeElement === cell.input) cell.input.select();
  }

  // Written on while it was on its way: handed over again, or, as long as one writes in it, when one leaves it.
  overtaken(cell) {
    if (cell.fresh !== "saving") return;
    cell.show(document.activeElement === cell.input ? "" : "typed");
    cell.place.dataset.fresh = "typed";
  }

  later(delay) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.flush(), delay);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    const batch = this.table.all.filter((cell) => cell.fresh === "typed").slice(0, MOST);
    if (!batch.length) return;
    this.busy = true;
    const sent = new Map(batch.map((cell) => [cell, cell.message()]));
    batch.forEach((cell) => cell.show("saving"));
    try {
      this.done(sent, await this.send([...sent.values()]));
    } catch (error) {
      batch.forEach((cell) => cell.fresh === "saving" && cell.show("typed"));
      if (error.final) this.stop(error.message);
      else this.lost(error.reason);
    } finally {
      this.busy = false;
    }
    if (!this.wait && this.table.all.some((cell) => cell.fresh === "typed")) this.later(MOMENT);
  }

  async send(cells) {
    const { save, user } = this.table.form.dataset;
    const doubted = this.table.all.filter((cell) => cell.saved.doubts.length).map((cell) => cell.name);
    const token = cookie("csrftoken") ?? this.table.form.elements.csrfmiddlewaretoken.value;
    const response = await fetch(save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ user, cells, doubted }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.redirected || response.status === 401 || response.status === 403) {
      throw Object.assign(new Error("Die Anmeldung ist abgelaufen"), { final: true });
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.ok && json) return response.json();
    const message = json ? (await response.json()).message : `Der Server nimmt die Eingaben nicht an (${response.status})`;
    const reason = `Der Server ist gestört (${response.status})`;
    throw Object.assign(new Error(message), { final: response.status < 500, reason });
  }

  done(sent, { cells, others, totals, missing }) {
    this.wait = 0;
    others.forEach((other) => this.table.byName.get(other.name)?.judge(other));
    let stored = 0;
    for (const result of cells) {
      const cell = this.table.byName.get(result.name);
      const before = sent.get(cell);
      const untouched = cell.fresh === "saving" && cell.text === before.text;
      if (result.ok) {
        stored += 1;
        cell.accept(result);
        if (untouched) {
          cell.extra = cell.fault = null;
          this.write(cell, result.text);
          cell.show("saved");
        }
      } else if (untouched) {
        cell.fault = result;
        cell.show(result.asks ? "ask" : "refused");
      }
      if (!untouched) this.overtaken(cell);
    }
    this.saved({ totals, missing, cells: [...sent.keys()] });
    const issues = this.table.issues.length;
    const parts = [`${count(stored, "Wert", "Werte")} gespeichert.`];
    if (issues) parts.push(`${count(issues, "Eingabe braucht", "Eingaben brauchen")} noch eine Antwort.`);
    this.say(parts.join(" "));
    this.stuck(false);
  }

  lost(reason = "Keine Verbindung") {
    const waiting = this.table.unsaved.length;
    if (!waiting || this.stopped) return;
    this.wait = Math.min(this.wait ? this.wait * 2 : 2, LONGEST);
    this.say(`${reason}, ${inputs(waiting)} noch nicht gespeichert. Sie bleiben hier stehen; neuer Versuch von selbst.`);
    this.stuck(true);
    this.later(this.wait * 1000);
  }

  stop(reason) {
    this.stopped = true;
    const waiting = inputs(this.table.unsaved.length);
    this.say(`${reason.replace(/\.$/, "")}. ${waiting} noch nicht gespeichert, verloren ist nichts: bitte `, {
      href: this.table.form.dataset.login,
      text: "in einem neuen Fenster anmelden",
      after: " und dann hier „Jetzt speichern“.",
    });
    this.stuck(true);
  }

  again() {
    this.stopped = false;
    this.wait = 0;
    this.flush();
  }
}
