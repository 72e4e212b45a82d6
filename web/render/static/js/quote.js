// The ends of a quote by mouse or keyboard. The page alone can do all of this
// with buttons; here words are marked, or the arrows move an end by a word.

const answer = document.querySelector("[data-quote-answer]");
if (answer) {
  const span = document.querySelector("[data-quote-span]");
  const look = document.querySelector("[data-quote-look]");
  const status = document.querySelector("[data-quote-status]");
  const words = [...answer.querySelectorAll("[data-start]")];
  let first = words.findIndex((w) => w.tagName === "MARK");
  let last = words.findLastIndex((w) => w.tagName === "MARK");

  const hint = document.createElement("span");
  hint.id = "quote-hint";
  hint.textContent = "Mark words with the mouse. With the keyboard: left and right arrow move the end, with Shift the beginning, Enter shows how it prints.";
  status.before(hint);
  hint.className = "quiet";
  answer.tabIndex = 0;
  answer.setAttribute("role", "group");
  answer.setAttribute("aria-labelledby", "answer-title");
  answer.setAttribute("aria-describedby", hint.id);

  const show = () => {
    words.forEach((w, i) => w.classList.toggle("in", i >= first && i <= last));
    answer.classList.add("live");
    span.value = words[first].dataset.start + "-" + words[last].dataset.end;
    status.textContent = `From “${words[first].textContent}” to “${words[last].textContent}”, ${last - first + 1} words.`;
  };

  answer.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Enter") {
      e.preventDefault();
      look.click();
      return;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!by) return;
    e.preventDefault();
    if (e.shiftKey) first = Math.min(Math.max(first + by, 0), last);
    else last = Math.min(Math.max(last + by, first), words.length - 1);
    show();
  });

  answer.addEventListener("mouseup", () => {
    const chosen = getSelection();
    if (chosen.isCollapsed) return;
    const marked = words.map((w) => chosen.containsNode(w, true));
    const from = marked.indexOf(true);
    const to = marked.lastIndexOf(true);
    if (from < 0) return;
    first = from;
    last = to;
    show();
    look.click();
  });
}
