/* Opens the explanation of a word beside it, on focus and hover as on click; Escape closes it (dashboards 9). */
(function () {
  "use strict";
  const HOVER = 250;
  const GAP = 6;
  let open = null;
  let timer = 0;

  function wordOf(target) { return target instanceof Element ? target.closest("button.term") : null; }

  function place() {
    const word = open.word.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = open.box;
    const below = word.bottom + GAP + height <= window.innerHeight;
    open.box.style.left = Math.max(8, Math.min(word.left, document.documentElement.clientWidth - width - 8)) + "px";
    open.box.style.top = Math.max(8, below ? word.bottom + GAP : word.top - GAP - height) + "px";
  }

  function show(word, how) {
    window.clearTimeout(timer);
    if (open && open.word === word) { if (how === "click") open.how = how; return; }
    hide();
    const box = document.getElementById(word.getAttribute("popovertarget"));
    if (!box || !box.showPopover) return;
    open = { word, box, how };
    box.showPopover();
    word.setAttribute("aria-expanded", "true");
    place();
  }

  function hide() {
    window.clearTimeout(timer);
    if (!open) return;
    const { word, box } = open;
    open = null;
    word.setAttribute("aria-expanded", "false");
    if (box.isConnected && box.matches(":popover-open")) box.hidePopover();
  }

  function soon(act) {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, HOVER);
  }

  document.addEventListener("click", (event) => {
    const word = wordOf(event.target);
    if (!word) return;
    event.preventDefault();
    if (open && open.word === word && open.how === "click") hide();
    else show(word, "click");
  });

  document.addEventListener("focusin", (event) => {
    const word = wordOf(event.target);
    if (word && word.matches(":focus-visible")) show(word, "focus");
  });

  document.addEventListener("focusout", (event) => { if (open && wordOf(event.target) === open.word) hide(); });

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const word = wordOf(event.target);
    if (word) { soon(() => show(word, "hover")); return; }
    if (open && open.box.contains(event.target)) window.clearTimeout(timer);
    else if (open && open.how === "hover") soon(hide);
    else window.clearTimeout(timer);
  });

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("toggle", (event) => {
    if (open && event.target === open.box && event.newState === "closed") hide();
  }, true);
  window.addEventListener("scroll", () => { if (open) place(); }, { capture: true, passive: true });
}());
