/* Buttons that fold a panel's content away and bring it back. */
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-folds]");
    if (!button) return;
    const folded = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!folded));
    document.getElementById(button.dataset.folds).hidden = folded;
    /* A chart that was away has missed changes of the window's size. */
    if (!folded) window.dispatchEvent(new Event("resize"));
  });
}());
