/* Moves between pages without loading everything anew. The address is the only state: a link or a form changes it,
   the page of that address is fetched from /_page and shown. Without scripts the same links and forms load pages. */
(function () {
  "use strict";
  const PAGES = "/_page";
  let arrival = null;
  let fetching = null;
  let shown = place();

  function place() { return window.location.pathname + window.location.search; }

  async function fetchPage(url) {
    if (fetching) fetching.abort();
    fetching = new AbortController();
    try {
      const answer = await fetch(PAGES + url, { signal: fetching.signal, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      return await answer.json();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      window.location.reload();
      return null;
    }
  }

  /* Dash calls this at start, and each time `address` changes; what it returns becomes the content of the page. */
  async function show(address) {
    if (!address) {
      const first = JSON.parse(document.getElementById("first-page").textContent);
      arrival = { first: true, page: first };
      return window.charts.fitted(first.content);
    }
    let page = null;
    try { page = await fetchPage(address.url); } catch (_) { page = null; }
    if (!page) return window.dash_clientside.no_update;
    arrival = { page, top: address.top, hash: address.hash };
    return window.charts.fitted(page.content);
  }

  /* Take over from what the server wrote: same content, so only focus needs care. */
  function replaceServed() {
    const served = document.getElementById("served");
    if (!served) return;
    const focused = served.contains(document.activeElement) ? document.activeElement : null;
    const index = focused ? [...served.querySelectorAll(focused.tagName)].indexOf(focused) : -1;
    const typed = [...served.querySelectorAll("input[type=text]")].map((input) => input.value);
    served.remove();
    const page = document.getElementById("page");
    page.querySelectorAll("input[type=text]").forEach((input, i) => { if (typed[i] !== undefined) input.value = typed[i]; });
    if (index >= 0) page.querySelectorAll(focused.tagName)[index].focus({ preventScroll: true });
  }

  /* A page with a script of its own: that is fetched, and the readable address takes the place of what a form sent. */
  function showOwn(main, page) {
    const own = main.querySelector("[data-script]");
    if (!own) return;
    if (place() !== page.place) window.history.replaceState(window.history.state, "", page.place);
    shown = place();
    const source = own.dataset.script;
    if ([...document.scripts].some((script) => script.getAttribute("src") === source)) return;
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  }

  function settle() {
    const main = document.querySelector("#page main");
    if (!arrival || !main || main.dataset.place !== arrival.page.place) return;
    const { first, page, top, hash } = arrival;
    arrival = null;
    replaceServed();
    showOwn(main, page);
    if (first) return;
    document.title = page.title;
    document.documentElement.lang = page.language;
    const target = hash ? document.getElementById(hash) : null;
    if (target) { target.scrollIntoView(); target.focus(); return; }
    if (top === undefined) {
      window.scrollTo(0, 0);
      document.querySelector("h1").focus({ preventScroll: true });
    } else {
      window.scrollTo(0, top);
    }
  }

  function go(url, hash) {
    window.history.replaceState({ top: window.scrollY }, "");
    window.history.pushState(null, "", url + (hash ? "#" + hash : ""));
    shown = url;
    window.dash_clientside.set_props("address", { data: { url, hash } });
  }

  function started() { return !document.getElementById("served"); }

  function isPage(url) {
    return url.origin === window.location.origin && !/\.[a-z-]+$/.test(url.pathname) && !url.pathname.startsWith("/api/");
  }

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("button[data-toggles]");
    if (menu) {
      const open = menu.getAttribute("aria-expanded") === "true";
      menu.setAttribute("aria-expanded", String(!open));
      document.getElementById(menu.dataset.toggles).classList.toggle("open", !open);
      return;
    }
    const link = event.target.closest("a[href]");
    if (!link || !started() || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.getAttribute("target") || link.dataset.reload) return;
    /* Links of a drawing have objects where those of HTML have texts, but the same attributes. */
    const url = new URL(link.getAttribute("href"), window.location.href);
    if (!isPage(url) || (url.hash && url.pathname + url.search === place())) return;
    event.preventDefault();
    go(url.pathname + url.search, url.hash.slice(1));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!started() || form.method !== "get") return;
    event.preventDefault();
    const button = event.submitter;
    const sent = [...new FormData(form)];
    if (button && button.name) sent.push([button.name, button.value]);
    const query = new URLSearchParams(sent.filter(([, value]) => value !== "")).toString();
    const target = new URL((button && button.getAttribute("formaction")) || form.getAttribute("action"), window.location.href);
    go(target.pathname + (query ? "?" + query : ""), target.hash.slice(1));
  });

  window.addEventListener("popstate", (event) => {
    if (place() === shown) return;
    if (!started()) { window.location.reload(); return; }
    shown = place();
    const top = event.state && event.state.top;
    window.dash_clientside.set_props("address", { data: { url: place(), top: top || 0 } });
  });

  new MutationObserver(settle).observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { pages: { show } });
}());
