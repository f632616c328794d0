/* Fits charts to small screens and lets the legend's checkboxes show and hide series. */
(function () {
  "use strict";
  const NARROW = 768;

  /* Columns become bars where their labels would not fit; labels at the line ends give way to the legend. */
  function narrowed(figure) {
    const layout = { ...figure.layout, annotations: [] };
    layout.margin = { ...layout.margin, r: 8 };
    const every = Math.ceil((layout.xaxis.tickvals || []).length / 4);
    layout.xaxis = { ...layout.xaxis,
      tickvals: layout.xaxis.tickvals.filter((_, i) => i % every === 0),
      ticktext: layout.xaxis.ticktext.filter((_, i) => i % every === 0) };
    layout.font = { ...layout.font, size: 12 };
    if (!(layout.meta && layout.meta.columns)) return { ...figure, layout };
    const data = figure.data.map((trace) => ({ ...trace, x: trace.y, y: trace.x, orientation: "h",
      hovertemplate: trace.hovertemplate.replace(/%\{([xy])/g, (_, axis) => "%{" + (axis === "x" ? "y" : "x")) }));
    const groups = new Set(figure.data.flatMap((trace) => trace.x)).size;
    layout.xaxis = { ...figure.layout.yaxis, nticks: 4 };
    layout.yaxis = { ...figure.layout.xaxis, autorange: "reversed", automargin: true };
    layout.height = Math.max(360, groups * (layout.barmode === "group" ? 18 * figure.data.length : 34) + 80);
    return { ...figure, data, layout };
  }

  function fitted(content) {
    if (window.innerWidth >= NARROW || content === null || typeof content !== "object") return content;
    if (Array.isArray(content)) return content.map(fitted);
    if (!content.props) return content;
    if (content.type === "Graph") {
      const figure = narrowed(content.props.figure);
      const style = { height: figure.layout.height ? figure.layout.height + "px" : "20rem" };
      return { ...content, props: { ...content.props, figure, style } };
    }
    return { ...content, props: { ...content.props, children: fitted(content.props.children) } };
  }

  function extent(plots, hidden) {
    let most = 0;
    let least = 0;
    for (const plot of plots) {
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
      if (!plot.layout.meta || !plot.layout.meta.stacked) layout[turned ? "xaxis.range" : "yaxis.range"] = range;
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
