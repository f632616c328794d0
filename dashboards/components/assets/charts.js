/* Fits charts to the screen and lets the legend's checkboxes show and hide series. */
(function () {
  "use strict";
  const NARROW = 768;
  const WIDEST_PAGE = 1408;
  const BESIDE_CHART = 420;
  const LETTER = 7.4;
  const SMALL_LETTER = 6.3;
  const COUNTRY = "country";
  const INTERVALS = 5;
  const FEW_INTERVALS = 3;
  /* Names beside lying columns leave at least half of the width to them on a phone. */
  const NAMES_SHARE = 0.37;
  const PHONE_MARGINS = 56;
  const NAME_LINE = 15;
  const LABEL_LINE = 16.5;
  const LABEL_PADDING = 2;
  const LABEL_GAP = 24;
  const AROUND_PLOT = 62;

  /* The axis of dashboards/components/value_axis.py: even steps that end on a tick at or above the highest value. */
  function valueAxis(least, most, intervals, whole) {
    const low = Math.min(0, least);
    const high = Math.max(0, most) || (low < 0 ? 0 : 1);
    const power = Math.pow(10, Math.floor(Math.log10((high - low) / intervals)) - 1);
    const steps = [1, 10, 100].flatMap((scale) => [1, 2, 2.5, 5].map((factor) => factor * power * scale))
      .filter((step) => !whole || (step >= 1 && step === Math.round(step)));
    const found = (steps.length ? steps : [1]).map((step) => {
      const from = Math.floor(low / step + 1e-9);
      const to = Math.ceil(high / step - 1e-9);
      return { step, range: [from * step, to * step], count: to - from };
    });
    const fitting = found.filter((axis) => axis.count >= intervals - 1 && axis.count <= intervals + (intervals > FEW_INTERVALS ? 2 : 1));
    const length = (axis) => axis.range[1] - axis.range[0];
    const distance = (axis) => Math.abs(axis.count - intervals);
    const order = (a, b) => fitting.length && Math.abs(length(a) - length(b)) > 1e-9 ? length(a) - length(b) : distance(a) - distance(b);
    return (fitting.length ? fitting : found).sort(order)[0];
  }

  /* Columns lie down where their labels would have to be turned. */
  function isCrowded(layout) {
    const names = layout.xaxis.ticktext || [];
    const room = (Math.min(window.innerWidth, WIDEST_PAGE) - BESIDE_CHART) / Math.max(names.length, 1);
    return names.some((name) => name.length * LETTER > room);
  }

  function turnedNote(note) { return { ...note, x: note.y, xref: "x", y: 1, yref: "paper", xanchor: "center", yanchor: "bottom", xshift: 0 }; }

  function wrapped(name, most) {
    const lines = [];
    for (const word of name.split(/(?<=[ /])/)) {
      const last = lines.length - 1;
      if (last >= 0 && (lines[last] + word).trimEnd().length <= most) lines[last] += word;
      else lines.push(word);
    }
    return lines.map((line) => line.trimEnd());
  }

  function lying(figure, narrow) {
    const data = figure.data.map((trace) => ({ ...trace, x: trace.y, y: trace.x, orientation: "h",
      hovertemplate: trace.hovertemplate.replace(/%\{([xy])/g, (_, axis) => "%{" + (axis === "x" ? "y" : "x")) }));
    const layout = { ...figure.layout, xaxis: { ...figure.layout.yaxis }, yaxis: { ...figure.layout.xaxis, autorange: "reversed" } };
    const most = narrow ? Math.floor((window.innerWidth - PHONE_MARGINS) * NAMES_SHARE / SMALL_LETTER) : Infinity;
    const names = (layout.yaxis.ticktext || []).map((name) => wrapped(name, most));
    layout.yaxis.ticktext = names.map((lines) => lines.join("<br>"));
    const notes = (layout.annotations || []).filter((note) => note.name === COUNTRY);
    layout.annotations = notes.map(turnedNote);
    layout.margin = { ...layout.margin, r: 24, t: notes.length ? 26 : 10 };
    const groups = new Set(figure.data.flatMap((trace) => trace.x)).size;
    const bars = figure.data.filter((trace) => trace.type === "bar").length;
    const lines = Math.max(1, ...names.map((parts) => parts.length));
    const each = layout.barmode === "group" ? Math.max(30, (narrow ? 14 : 16) * bars + 4) : 34;
    layout.height = Math.max(narrow ? 240 : 360, groups * Math.max(each, lines * NAME_LINE + 8) + 80);
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

  /* Heights in the same order, moved as little as leaves each its size between `low` and `high`. */
  function spread(heights, wanted, low, high) {
    const crowding = Math.min(1, (high - low) / wanted.reduce((sum, size) => sum + size, 0));
    const sizes = wanted.map((size) => size * crowding);
    const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b] || b - a);
    const within = (block) => {
      const half = block.size / 2;
      block.middle = Math.max(low + half, Math.min(high - half, block.wanted / block.items.length));
      return block;
    };
    const blocks = [];
    for (const i of order) {
      let block = within({ items: [i], size: sizes[i], wanted: heights[i] });
      while (blocks.length && blocks[blocks.length - 1].middle + blocks[blocks.length - 1].size / 2 > block.middle - block.size / 2) {
        const below = blocks.pop();
        block = within({ items: [...below.items, ...block.items], size: below.size + block.size, wanted: below.wanted + block.wanted });
      }
      blocks.push(block);
    }
    const moved = [];
    for (const block of blocks) {
      let bottom = block.middle - block.size / 2;
      for (const i of block.items) { moved[i] = bottom + sizes[i] / 2; bottom += sizes[i]; }
    }
    return moved;
  }

  /* Labels of lines stand beside their ends; one that had to move is tied to its end by a thin line. */
  function labelled(notes, data, range, hidden, height) {
    const scale = (range[1] - range[0]) / Math.max(height - AROUND_PLOT, 1);
    const sizes = notes.map((note) => (note.text.split("<br>").length * LABEL_LINE + LABEL_PADDING) * scale);
    const shown = notes.map((_, i) => i).filter((i) => !hidden.has(notes[i].name));
    const ends = notes.map((note) => note.end === undefined ? note.y : note.end);
    const half = LABEL_LINE * scale / 2;
    const moved = spread(shown.map((i) => ends[i]), shown.map((i) => sizes[i]), range[0] - half, range[1] + half);
    const last = data[0].x[data[0].x.length - 1];
    return notes.map((note, i) => {
      const at = shown.indexOf(i);
      const y = at < 0 ? ends[i] : moved[at];
      const tied = at >= 0 && Math.abs(y - ends[i]) > half;
      const label = { ...note, end: ends[i], visible: at >= 0 };
      if (!tied) return { ...label, x: 1, xref: "paper", xshift: LABEL_GAP, y, showarrow: false };
      return { ...label, x: last, xref: "x", xshift: 0, y: ends[i], yanchor: "middle", ax: LABEL_GAP, ay: y, axref: "pixel", ayref: "y",
        showarrow: true, arrowhead: 0, arrowwidth: 1, arrowcolor: note.font.color, standoff: 3, borderpad: 0 };
    });
  }

  function widthOf(notes, font) {
    const pen = document.createElement("canvas").getContext("2d");
    return Math.max(0, ...notes.flatMap((note) => {
      pen.font = note.font.size + "px " + font;
      return note.text.split("<br>").map((line) => pen.measureText(line).width);
    }));
  }

  function withLabels(figure, height) {
    const layout = { ...figure.layout };
    const notes = layout.annotations || [];
    if (!notes.length) return figure;
    const hidden = new Set(notes.filter((note) => note.visible === false).map((note) => note.name));
    layout.annotations = labelled(notes, figure.data, layout.yaxis.range, hidden, height);
    layout.margin = { ...layout.margin, r: Math.ceil(widthOf(notes, layout.font.family)) + LABEL_GAP + 10 };
    return { ...figure, layout };
  }

  function withFewTicks(figure, axisName) {
    const meta = figure.layout.meta;
    const axis = meta.percent ? { step: 25, range: [0, 100] } : valueAxis(meta.extent[0], meta.extent[1], FEW_INTERVALS, meta.whole);
    const value = { ...figure.layout[axisName], tickangle: 0, dtick: axis.step, range: axis.range };
    return { ...figure, layout: { ...figure.layout, [axisName]: value } };
  }

  function fitting(figure, height) {
    const narrow = window.innerWidth < NARROW;
    if (!(figure.layout.meta && figure.layout.meta.columns)) return narrow ? narrowed(figure) : withLabels(figure, height);
    if (!narrow && !isCrowded(figure.layout)) return withLabels(figure, height);
    const turned = lying(figure, narrow);
    if (!narrow) return turned;
    turned.layout.font = { ...turned.layout.font, size: 12 };
    return withFewTicks(turned, "xaxis");
  }

  function inPixels(height) {
    const size = parseFloat(height);
    return height.endsWith("rem") ? size * parseFloat(getComputedStyle(document.documentElement).fontSize) : size;
  }

  function fitted(content) {
    if (content === null || typeof content !== "object") return content;
    if (Array.isArray(content)) return content.map(fitted);
    if (!content.props) return content;
    if (content.type === "Graph") {
      const figure = fitting(content.props.figure, inPixels(content.props.style.height));
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
    return [least, most];
  }

  /* A pair of charts keeps one scale, recalculated over the series that are shown. */
  function apply(panel) {
    const boxes = [...panel.querySelectorAll("input[data-series]")];
    const plots = [...panel.querySelectorAll(".js-plotly-plot")].filter((plot) => plot.data);
    if (!boxes.length || !plots.length) return;
    const hidden = new Set(boxes.filter((box) => !box.checked).map((box) => box.dataset.series));
    const [least, most] = extent(plots, hidden);
    for (const plot of plots) {
      const layout = {};
      const { percent, whole } = plot.layout.meta || {};
      const turned = plot.data.some((trace) => trace.orientation === "h");
      const axis = valueAxis(least, most, turned && window.innerWidth < NARROW ? FEW_INTERVALS : INTERVALS, whole);
      const name = turned ? "xaxis" : "yaxis";
      if (!percent) Object.assign(layout, { [name + ".range"]: axis.range, [name + ".dtick"]: axis.step });
      const notes = plot.layout.annotations || [];
      if (notes.length && !turned) layout.annotations = labelled(notes, plot.data, axis.range, hidden, plot.clientHeight);
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
