/* Tells how a table lies in its box: whether it fits, where it goes on, and how wide its first column is. The heads
   of a table that is wider than its box follow the window, as those of the others do by themselves. */
(function () {
  "use strict";
  const SLACK = 1;
  const seen = new WeakSet();

  function scrollOf(box) { return box.querySelector(".table-scroll"); }

  function setFlag(box, name, on) {
    if (on) box.dataset[name] = ""; else delete box.dataset[name];
  }

  function measure(box) {
    const scroll = scrollOf(box);
    const corner = scroll.querySelector("thead th");
    const wide = scroll.scrollWidth > scroll.clientWidth + SLACK;
    setFlag(box, "wide", wide);
    setFlag(box, "fits", !wide);
    if (corner) box.style.setProperty("--first-column", corner.offsetWidth + "px");
    box.style.setProperty("--box-height", scroll.offsetHeight - 2 + "px");
    place(box);
  }

  function place(box) {
    const scroll = scrollOf(box);
    const more = [];
    if ("wide" in box.dataset) {
      if (scroll.scrollLeft > SLACK) more.push("left");
      if (scroll.scrollLeft + scroll.clientWidth < scroll.scrollWidth - SLACK) more.push("right");
    }
    if (box.classList.contains("long") && scroll.scrollTop + scroll.clientHeight < scroll.scrollHeight - SLACK) more.push("below");
    box.dataset.more = more.join(" ");
    follow(box, scroll);
  }

  function follow(box, scroll) {
    const head = scroll.querySelector(".report-table > thead");
    if (!head) return;
    const moves = "wide" in box.dataset && !box.classList.contains("long");
    const table = head.parentElement;
    const caption = table.caption ? table.caption.offsetHeight : 0;
    const last = table.rows[table.rows.length - 1].offsetHeight;
    const most = table.offsetHeight - caption - head.offsetHeight - last;
    const above = -(table.getBoundingClientRect().top + caption);
    const down = moves ? Math.min(Math.max(above, 0), Math.max(most, 0)) : 0;
    head.style.transform = down ? "translateY(" + down + "px)" : "";
  }

  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const box = entry.target.closest(".table-box");
      if (box && scrollOf(box)) measure(box);
    }
  });

  function find() {
    for (const box of document.querySelectorAll(".table-box")) {
      if (seen.has(box) || !scrollOf(box)) continue;
      seen.add(box);
      sizes.observe(scrollOf(box));
      sizes.observe(scrollOf(box).firstElementChild);
    }
  }

  document.addEventListener("scroll", () => document.querySelectorAll(".table-box").forEach(place), { capture: true, passive: true });
  new MutationObserver(find).observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });
  find();
}());
