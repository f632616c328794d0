/* Loaded last: starts Dash. In a file of its own so that the pages hold no inline script. */
window.renderer = new window.DashRenderer();
