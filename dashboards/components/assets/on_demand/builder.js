/* The table builder: counts the cells while values are ticked, filters lists, and ticks without asking the server.
   Fetched with its page alone; without it every button of the form does the same by loading the page. */
(function () {
  "use strict";
  const WAIT = 250;
  let timer = 0;

  function written(number) {
    return new Intl.NumberFormat(document.documentElement.lang === "sv" ? "sv-SE" : "en-GB").format(number);
  }

  function filled(text, values) { return text.replace(/\{(\w+)\}/g, (_, name) => values[name]); }

  function inputs(list) {
    return [...list.querySelectorAll("input")].filter((input) => input.name === list.dataset.variable);
  }

  function boxes(list) { return inputs(list).filter((input) => input.type === "checkbox"); }

  function chosen(list) {
    const all = Number(list.dataset.all);
    const latest = list.querySelector("input[type=radio][value=senaste]");
    if (latest && latest.checked) return Math.min(all, Math.max(1, Number(list.querySelector("input[type=number]").value) || 1));
    const weights = inputs(list).filter((input) => input.type === "hidden" || input.checked).map((input) => Number(input.dataset.weight || 1));
    return Math.min(all, weights.reduce((sum, weight) => sum + weight, 0));
  }

  function tell(element, text) { if (element.textContent !== text) element.textContent = text; }

  function describe(form, list) {
    const number = chosen(list);
    const { name, whole } = list.dataset;
    const values = { chosen: written(number), all: written(Number(list.dataset.all)), whole, variable: name };
    const text = number ? form.dataset.chosen : whole ? form.dataset.leftOut : form.dataset.mandatory;
    tell(list.querySelector("[data-chosen]"), filled(text, values));
  }

  function count(form) {
    const lists = [...form.querySelectorAll("[data-variable]")];
    lists.forEach((list) => describe(form, list));
    const cells = lists.reduce((product, list) => product * Math.max(1, chosen(list)), 1);
    const limit = Number(form.dataset.limit);
    const bar = form.querySelector(".builder-bar");
    bar.classList.toggle("over", cells > limit);
    const text = cells > limit ? form.dataset.beyond : form.dataset.within;
    /* What is read aloud waits until ticking has paused. */
    window.clearTimeout(timer);
    timer = window.setTimeout(() => tell(bar.querySelector("[role=status]"), filled(text, { cells: written(cells), limit: written(limit) })), WAIT);
  }

  function filter(list, words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const box of boxes(list)) {
      const text = (box.value + " " + box.parentElement.textContent).toLowerCase();
      box.parentElement.hidden = !wanted.every((word) => text.includes(word));
    }
  }

  function listOf(target) { return target.closest("form[data-builder] [data-variable]"); }

  function choosePeriods(list, mode) {
    const radio = list.querySelector("input[type=radio][value=" + mode + "]");
    if (radio) radio.checked = true;
  }

  document.addEventListener("input", (event) => {
    const list = listOf(event.target);
    if (!list) return;
    if ("search" in event.target.dataset) {
      if ("complete" in list.dataset) filter(list, event.target.value);
      return;
    }
    if (event.target.type === "number") choosePeriods(list, "senaste");
    if (event.target.type === "checkbox") choosePeriods(list, "valda");
    count(list.closest("form"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !("search" in (event.target.dataset || {}))) return;
    const list = listOf(event.target);
    if (!list) return;
    event.preventDefault();
    if (!("complete" in list.dataset)) event.target.closest(".builder-row").querySelector("button").click();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-ticks]");
    const list = button && listOf(button);
    if (!list || !("complete" in list.dataset)) return;
    event.preventDefault();
    const ticked = button.dataset.ticks === "alla";
    for (const box of boxes(list)) if (!ticked || !box.parentElement.hidden) box.checked = ticked;
    choosePeriods(list, "valda");
    count(list.closest("form"));
  });
}());
