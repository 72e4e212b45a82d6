// Keys for people who read and decide all day. Everything here can be done
// with the page alone; the keys only make it quicker. Single keys can be
// switched off, because speech input and shaky hands press them by accident.

const off = "verbatim-keys-off";
const keys = [
  ["j", "next answer or suggestion", () => step(1)],
  ["k", "previous one", () => step(-1)],
  ["o", "open the whole response", () => current()?.querySelector("[data-open]")?.click()],
  ["a", "accept", () => current()?.querySelector("[data-accept]")?.click()],
  ["r", "reject", () => current()?.querySelector("[data-reject]")?.click()],
  ["/", "go to the search box", () => document.querySelector("input[type=search]")?.focus()],
  ["?", "show this list", () => show()],
];

const items = () => [...document.querySelectorAll("[data-item]")].filter((i) => i.offsetParent !== null);
const current = () => document.activeElement?.closest("[data-item]") ?? null;

function step(by) {
  const all = items();
  const i = all.indexOf(current());
  const next = i < 0 ? all[by > 0 ? 0 : all.length - 1] : all[i + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

let dialog;
function show() {
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = "Keys";
    const list = document.createElement("dl");
    for (const [key, what] of keys) {
      const row = document.createElement("div");
      const dt = document.createElement("dt");
      const dd = document.createElement("dd");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      dt.append(kbd);
      dd.textContent = what;
      row.append(dt, dd);
      list.append(row);
    }
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = !localStorage.getItem(off);
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1")));
    label.append(box, " Single keys are on (the question mark always works)");
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.className = "small-button";
    close.textContent = "Close";
    form.append(close);
    dialog.append(title, list, label, form);
    document.body.append(dialog);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || dialog?.open) return;
  if (e.target.closest("input, textarea, select, [contenteditable]")) return;
  if (localStorage.getItem(off) && e.key !== "?") return;
  const found = keys.find(([key]) => key === e.key);
  if (!found) return;
  e.preventDefault();
  found[2]();
});

// After a decision the address names the next item: the keys go on from there.
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[data-item]")?.focus({ preventScroll: true });

// A box of links gets a button that copies them.
for (const box of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small-button";
  button.textContent = "Copy all";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = " Copied";
    } catch {
      said.textContent = " Selected: copy them with the keyboard";
    }
  });
  const row = document.createElement("p");
  row.append(button, said);
  box.after(row);
}
