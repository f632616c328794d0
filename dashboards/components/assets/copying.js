/* Buttons that copy: a text of the page, or the table as text with tabs and as a table. What was copied is told in the
   page's status line, which is read aloud. Links and texts of the view follow the series that the legend hides. */
(function () {
  "use strict";

  function tell(text) {
    const status = document.querySelector("#page [data-copied]");
    if (!status) return;
    status.textContent = "";
    window.setTimeout(() => { status.textContent = text; }, 50);
  }

  /* Older browsers and pages without a secure connection copy what is marked. */
  function copyMarked(html, text) {
    const place = document.createElement("div");
    if (html) place.innerHTML = html; else place.textContent = text;
    place.style.position = "fixed";
    place.style.left = "-9999px";
    place.style.whiteSpace = "pre-wrap";
    document.body.append(place);
    const marked = window.getSelection();
    marked.removeAllRanges();
    marked.selectAllChildren(place);
    const done = document.execCommand("copy");
    marked.removeAllRanges();
    place.remove();
    if (!done) throw new Error("not copied");
  }

  async function copy(text, html) {
    if (!navigator.clipboard || !window.isSecureContext) { copyMarked(html, text); return; }
    if (!html || !window.ClipboardItem) { await navigator.clipboard.writeText(text); return; }
    const kinds = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) };
    await navigator.clipboard.write([new window.ClipboardItem(kinds)]);
  }

  function written(cell) { return cell.textContent.replace(/\s+/g, " ").trim(); }

  /* Numbers as spreadsheets take them: without spaces between thousands, decimals in the language's way. */
  function plain(cell) {
    const value = cell.dataset.value;
    if (!value) return written(cell);
    return document.documentElement.lang === "sv" ? value.replace(".", ",") : value;
  }

  /* Cells that span rows or columns leave the places they cover empty, so that every line has all columns. */
  function cells(table) {
    const lines = [];
    [...table.rows].forEach((row, y) => {
      lines[y] = lines[y] || [];
      let x = 0;
      for (const cell of row.cells) {
        while (lines[y][x] !== undefined) x += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          lines[y + down] = lines[y + down] || [];
          for (let right = 0; right < cell.colSpan; right += 1) lines[y + down][x + right] = down || right ? "" : plain(cell);
        }
      }
    });
    return lines;
  }

  function markup(table) {
    const plain = document.createElement("table");
    for (const row of table.rows) {
      const line = plain.insertRow();
      for (const cell of row.cells) {
        const copied = document.createElement(cell.tagName);
        copied.textContent = written(cell);
        copied.rowSpan = cell.rowSpan;
        copied.colSpan = cell.colSpan;
        line.append(copied);
      }
    }
    return plain.outerHTML;
  }

  function follow(url) {
    const hidden = new URL(window.location.href).searchParams.get("dolj");
    const next = new URL(url, window.location.href);
    next.searchParams.delete("dolj");
    if (hidden !== null) next.searchParams.set("dolj", hidden);
    return next;
  }

  document.addEventListener("change", (event) => {
    if (!event.target.closest("input[data-series]")) return;
    for (const place of document.querySelectorAll("#page [data-view]")) {
      if (place.tagName === "A") { const next = follow(place.href); place.href = next.pathname + next.search; }
      else place.textContent = place.textContent.replace(/https?:\/\/[^\s"<]+/g, (url) => follow(url).href);
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-told]");
    if (!button) return;
    try {
      if ("copiesTable" in button.dataset) {
        const table = button.closest("section").querySelector("table");
        const title = document.querySelector("#page h1").textContent;
        const period = document.querySelector("#page .period-line").textContent;
        const lines = cells(table).map((line) => line.join("\t"));
        await copy([title + ", " + period, ...lines].join("\n") + "\n", "<p>" + new Option(title + ", " + period).innerHTML + "</p>" + markup(table));
      } else {
        await copy(document.getElementById(button.dataset.copies).textContent);
      }
      tell(button.dataset.told);
    } catch (_) {
      tell(document.querySelector("#page [data-copied]").dataset.failed);
    }
  });
}());
