// Makes a form page quicker: stores it while it is being written, counts words,
// and moves to the summary of problems. Everything works without it.

const form = document.querySelector("form[data-autosave]");

// How long after the last key a page is stored, in milliseconds: long enough to
// finish a sentence, short enough to lose none.
const pause = 3000;

if (form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;
  let leaving = false;

  const save = async (keepalive) => {
    clearTimeout(timer);
    if (!dirty || leaving) return;
    dirty = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("save", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive, redirect: "manual" });
      if (answer.status === 204) {
        const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
        status.textContent = `Draft saved at ${time}`;
      } else {
        dirty = true;
        status.textContent = "Not saved yet. Your words stay on this page.";
      }
    } catch {
      dirty = true;
      status.textContent = "No connection. Your words stay on this page.";
    }
  };

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  });
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}

// A quiet count under each text area; the limit is spoken only when it is near.
for (const area of document.querySelectorAll("textarea[data-count]")) {
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
    seen.textContent = words === 0 ? "" : words === 1 ? "1 word" : `${words} words`;
    let warning = "";
    if (left < 0) warning = `${-left} characters too many`;
    else if (left < limit / 10) warning = `${left} characters left`;
    if (warning) seen.textContent += ` – ${warning}`;
    if (spoken.textContent !== warning && (left < 0 || left % 50 === 0 || !warning)) spoken.textContent = warning;
  };
  area.addEventListener("input", show);
  show();
}

document.querySelector(".problems")?.focus();
