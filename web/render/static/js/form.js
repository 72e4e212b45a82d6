// Makes a form page quicker: stores it while it is being written, counts words,
// shows what an answer makes needful and moves what is ranked.
// Everything works without it.

const form = document.querySelector("form[data-autosave]");

// How long after the last key a page is stored, in milliseconds: long enough to
// finish a sentence, short enough to lose none.
const pause = 3000;

// How long a button waits for a page that is being stored, in milliseconds. Two
// at once would both begin a draft where there is none yet.
const patience = 2000;

// How many characters before the limit it is spoken of, at least.
const nearby = 60;

// say puts values into a sentence of the page's language.
const say = (name, ...values) => {
  let text = form.dataset["say" + name] || "";
  for (const value of values) text = text.replace("%s", () => value);
  return text;
};

if (form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;
  let leaving = false;
  let saving = false; // one at a time: what is written meanwhile is stored after it
  let running = null; // settled when what is being stored is
  let held = false; // a button was pressed and waits for that
  let waiting = false;
  let asking = false;

  // Which post of this window it is, so that one that arrives late puts nothing
  // back. A page that is shown again goes on counting, as the clock does.
  const nth = document.createElement("input");
  nth.type = "hidden";
  nth.name = "nth";
  form.append(nth);
  const number = () => { nth.value = String(Math.max(Number(nth.value) + 1, Date.now())); };

  const save = (keepalive, asks) => {
    clearTimeout(timer);
    if (!dirty || leaving) return;
    asking ||= Boolean(asks);
    if (saving && !keepalive) {
      waiting = true;
      return;
    }
    running = store(keepalive);
  };

  const store = async (keepalive) => {
    dirty = false;
    saving = true;
    number();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value); // files are sent with the page
    }
    body.set("save", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive, redirect: "manual" });
      if (answer.status === 204) {
        const time = new Date().toLocaleTimeString(document.documentElement.lang || [], { hour: "2-digit", minute: "2-digit" });
        status.textContent = say("Saved", time);
        if (asking && !leaving) {
          asking = false;
          await refresh();
        }
      } else {
        dirty = true;
        status.textContent = say("Unsaved");
      }
    } catch {
      dirty = true;
      status.textContent = say("Offline");
    }
    saving = false;
    running = null;
    if (waiting) {
      waiting = false;
      save();
    }
  };

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  });
  form.addEventListener("change", () => save(false, "live" in form.dataset));
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(timer);
    if (running || held) {
      event.preventDefault();
      if (held) return;
      held = true;
      Promise.race([running, new Promise((done) => setTimeout(done, patience))]).then(() => {
        held = false;
        running = null;
        form.requestSubmit(event.submitter);
      });
      return;
    }
    number();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  enhance(form);
}

// enhance gives what is found below an element its scripts.
function enhance(root) {
  root.querySelectorAll("textarea[data-count]").forEach(count);
  root.querySelectorAll("[data-other]").forEach(reveal);
  root.querySelectorAll("[data-ranking]").forEach(rank);
  root.querySelectorAll("[data-most]").forEach(weigh);
}

// announce says something to people who do not see it happen.
function announce(text) {
  let spoken = form.querySelector("[data-spoken]");
  if (!spoken) {
    spoken = document.createElement("p");
    spoken.className = "unseen";
    spoken.setAttribute("role", "status");
    spoken.dataset.spoken = "";
    form.append(spoken);
  }
  spoken.textContent = text;
}

// refresh asks the server what the page asks now, and shows and hides questions
// in place. What is hidden keeps its words and is still sent.
async function refresh() {
  const answer = await fetch(form.action, { redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const asked = [...page.querySelectorAll("#form [data-live]")];
  if (asked.length === 0) return;
  const have = new Map([...form.querySelectorAll("[data-live]")].map((e) => [e.dataset.live, e]));
  let previous = null;
  let changed = false;
  for (const fresh of asked) {
    let mine = have.get(fresh.dataset.live);
    have.delete(fresh.dataset.live);
    if (!mine || (!mine.contains(document.activeElement) && shape(mine) !== shape(fresh))) {
      const added = document.importNode(fresh, true);
      if (mine) mine.replaceWith(added);
      else if (previous) previous.after(added);
      else form.querySelector("[data-live]").before(added);
      mine = added;
      enhance(added);
      changed = true;
    } else if (mine.hidden) {
      mine.hidden = false;
      changed = true;
    }
    previous = mine;
  }
  for (const needless of have.values()) {
    if (!needless.hidden && !needless.contains(document.activeElement)) {
      needless.hidden = true;
      changed = true;
    }
  }
  if (changed) announce(say("Changed"));
}

// shape is what a question asks, without what was answered.
function shape(question) {
  return [...question.querySelectorAll("label, legend, .hint")].filter((e) => !e.closest(".reasons")).map((e) => e.textContent.trim()).join("\n");
}

// count shows a quiet count under a text area; the limit is spoken only when it is
// near.
function count(area) {
  const limit = Number(area.dataset.count);
  const seen = document.createElement("p");
  seen.className = "count";
  seen.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  area.after(seen, spoken);
  const show = () => {
    const words = (area.value.match(/\S+/gu) || []).length;
    const left = limit - [...area.value].length;
    seen.textContent = words === 0 ? "" : words === 1 ? say("Word") : say("Words", words);
    let warning = "";
    if (left < 0) warning = say("Over", -left);
    else if (left < Math.max(limit / 10, nearby)) warning = say("Left", left);
    if (warning) seen.textContent += (seen.textContent ? " – " : "") + warning;
    if (spoken.textContent !== warning && (left < 0 || left % 50 === 0 || !warning)) spoken.textContent = warning;
  };
  area.addEventListener("input", show);
  show();
}

// reveal shows what asks for "other" once that is chosen. Its words are kept when
// another answer is chosen instead, and are sent as let go of.
function reveal(other) {
  const trigger = document.getElementById(other.dataset.other);
  const field = other.querySelector("input");
  const aside = document.createElement("input");
  aside.type = "hidden";
  aside.name = other.dataset.aside;
  aside.value = "1";
  const show = () => {
    other.hidden = !trigger.checked;
    if (!trigger.checked && field.value.trim()) other.after(aside);
    else aside.remove();
  };
  for (const choice of form.querySelectorAll(`[name="${CSS.escape(trigger.name)}"]`)) choice.addEventListener("change", show);
  show();
}

// weigh says of a file that is too large that it is, before it has been sent for
// nothing, and lets go of it.
function weigh(input) {
  input.addEventListener("change", () => {
    input.parentElement.querySelector("[data-weighed]")?.remove();
    const file = input.files[0];
    if (!file || file.size <= Number(input.dataset.most)) return;
    const told = document.createElement("p");
    told.className = "problem";
    told.dataset.weighed = "";
    told.setAttribute("role", "alert");
    told.textContent = input.dataset.large.replace("%s", () => file.name);
    input.before(told);
    input.value = "";
  });
}

// rank moves items up and down without leaving the page.
function rank(list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const neighbour = Number(button.dataset.move) < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return;
    if (Number(button.dataset.move) < 0) neighbour.before(item);
    else neighbour.after(item);
    const items = [...list.children];
    items.forEach((li, i) => {
      li.querySelector("select").value = String(i + 1);
      li.querySelector('[data-move="-1"]').hidden = i === 0;
      li.querySelector('[data-move="1"]').hidden = i === items.length - 1;
    });
    (button.hidden ? item.querySelector("[data-move]:not([hidden])") : button).focus();
    announce(say("Moved", item.querySelector("label").textContent, items.indexOf(item) + 1, items.length));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
