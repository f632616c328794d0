/* Fits charts to the screen and lets the legend's checkboxes show and hide series. */
(function () {
  "use strict";
  const NARROW = 768;
  const WIDEST_PAGE = 1408;
  const BESIDE_CHART = 420;
  const LETTER = 7.4;
  const COUNTRY = "country";

  /* Columns lie down where their labels would have to be turned. */
  function isCrowded(layout) {
    const names = layout.xaxis.ticktext || [];
    const room = (Math.min(window.innerWidth, WIDEST_PAGE) - BESIDE_CHART) / Math.max(names.length, 1);
    return names.some((name) => name.length * LETTER > room);
  }

  function turnedNote(note) { return { ...note, x: note.y, xref: "x", y: 1, yref: "paper", xanchor: "center", yanchor: "bottom", xshift: 0 }; }

  function lying(figure) {
    const data = figure.data.map((trace) => ({ ...trace, x: trace.y, y: trace.x, orientation: "h",
      hovertemplate: trace.hovertemplate.replace(/%\{([xy])/g, (_, axis) => "%{" + (axis === "x" ? "y" : "x")) }));
    const layout = { ...figure.layout, xaxis: { ...figure.layout.yaxis }, yaxis: { ...figure.layout.xaxis, autorange: "reversed" } };
    const notes = (layout.annotations || []).filter((note) => note.name === COUNTRY);
    layout.annotations = notes.map(turnedNote);
    layout.margin = { ...layout.margin, r: 12, t: notes.length ? 26 : 10 };
    const groups = new Set(figure.data.flatMap((trace) => trace.x)).size;
    const bars = figure.data.filter((trace) => trace.type === "bar").length;
    layout.height = Math.max(360, groups * (layout.barmode === "group" ? Math.max(30, 18 * bars) : 34) + 80);
    return { ...figure, data, layout };
  }

  /* On a small screen there is room for few months, and labels at the line ends give way to the legend. */
  function narrowed(figure) {
    const layout = { ...figure.layout, annotations: [], font: { ...figure.layout.font, size: 12 } };
    layout.margin = { ...layout.margin, r: 8 };
    const every = Math.ceil((layout.xaxis.tickvals || []).length / 4);
    layout.xaxis = { ...layout.xaxis,
      tickvals: layout.xaxis.tickvals.filter((_, i) => i % every === 0),
      ticktext: layout.xaxis.ticktext.filter((_, i) => i % every === 0) };
    return { ...figure, layout };
  }

  function fitting(figure) {
    const narrow = window.innerWidth < NARROW;
    if (!(figure.layout.meta && figure.layout.meta.columns)) return narrow ? narrowed(figure) : figure;
    if (!narrow && !isCrowded(figure.layout)) return figure;
    const turned = lying(figure);
    if (narrow) {
      turned.layout.font = { ...turned.layout.font, size: 12 };
      turned.layout.xaxis.nticks = 4;
    }
    return turned;
  }

  function fitted(content) {
    if (content === null || typeof content !== "object") return content;
    if (Array.isArray(content)) return content.map(fitted);
    if (!content.props) return content;
    if (content.type === "Graph") {
      const figure = fitting(content.props.figure);
      const height = figure.layout.height ? figure.layout.height + "px" : window.innerWidth < NARROW ? "20rem" : content.props.style.height;
      return { ...content, props: { ...content.props, figure, style: { height } } };
    }
    return { ...content, props: { ...content.props, children: fitted(content.props.children) } };
  }

  function extent(plots, hidden) {
    let most = 0;
    let least = 0;
    for (const plot of plots) {
      if (plot.layout.meta && plot.layout.meta.stacked) {
        const stack = plot.data.filter((trace) => (trace.type === "bar" || trace.stackgroup) && !hidden.has(trace.meta));
        const shown = stack.map((trace) => trace.orientation === "h" ? trace.x : trace.y);
        const places = shown.length ? shown[0].length : 0;
        for (let at = 0; at < places; at += 1) most = Math.max(most, shown.reduce((sum, values) => sum + (values[at] || 0), 0));
        continue;
      }
      for (const trace of plot.data) {
        if (hidden.has(trace.meta)) continue;
        const values = trace.orientation === "h" ? trace.x : trace.y;
        for (const value of values) {
          if (value > most) most = value;
          if (value < least) least = value;
        }
      }
    }
    return [least * 1.08, most * 1.08 || (least < 0 ? 0 : 1)];
  }

  /* A pair of charts keeps one scale, recalculated over the series that are shown. */
  function apply(panel) {
    const boxes = [...panel.querySelectorAll("input[data-series]")];
    const plots = [...panel.querySelectorAll(".js-plotly-plot")].filter((plot) => plot.data);
    if (!boxes.length || !plots.length) return;
    const hidden = new Set(boxes.filter((box) => !box.checked).map((box) => box.dataset.series));
    const range = extent(plots, hidden);
    for (const plot of plots) {
      const layout = {};
      const turned = plot.data.some((trace) => trace.orientation === "h");
      if (!plot.layout.meta || !plot.layout.meta.percent) layout[turned ? "xaxis.range" : "yaxis.range"] = range;
      (plot.layout.annotations || []).forEach((note, i) => { layout["annotations[" + i + "].visible"] = !hidden.has(note.name); });
      window.Plotly.update(plot, { visible: plot.data.map((trace) => !hidden.has(trace.meta)) }, layout);
    }
  }

  function remember(panel) {
    const boxes = [...panel.querySelectorAll("input[data-series]")];
    const hidden = boxes.filter((box) => !box.checked).map((box) => box.dataset.series).join(",");
    const url = new URL(window.location.href);
    url.searchParams.delete("dolj");
    if (hidden !== panel.dataset.hidden) url.searchParams.set("dolj", hidden || "-");
    window.history.replaceState(window.history.state, "", url);
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest("input[data-series]");
    const panel = box && box.closest("[data-charts]");
    if (!panel) return;
    apply(panel);
    remember(panel);
  });

  window.charts = { fitted };
}());
