/* Loaded first: tells the style sheet that scripts run, and where the chart library lies. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  /* Dash would fetch the whole chart library; the pages need lines, columns and circles only, a third of it. */
  const library = document.querySelector("meta[name='chart-library']").content;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => library, set: () => {} });
}());
