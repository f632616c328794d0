/* The browser's side of dashboards/components/native.py: nodes become React elements, tables can be sorted. */
(function () {
  "use strict";
  const create = window.React.createElement;
  const NAMES = { class: "className", for: "htmlFor", tabindex: "tabIndex", colspan: "colSpan", rowspan: "rowSpan",
    autocomplete: "autoComplete", novalidate: "noValidate", inputmode: "inputMode", maxlength: "maxLength",
    formaction: "formAction" };

  function properties(tag, attributes, children) {
    const given = {};
    for (const [name, value] of Object.entries(attributes)) given[NAMES[name] || name] = value;
    if (tag === "input" && "value" in given && given.type !== "hidden" && given.type !== "submit") {
      if (given.type !== "checkbox" && given.type !== "radio") { given.defaultValue = given.value; delete given.value; }
    }
    if ("checked" in given) { given.defaultChecked = true; delete given.checked; }
    if (tag === "select") {
      const chosen = children.find((child) => child[1] && child[1].selected);
      if (chosen) given.defaultValue = chosen[1].value;
    }
    if (tag === "option") delete given.selected;
    return given;
  }

  function element(node, key) {
    if (typeof node === "string") return node;
    const [tag, attributes, ...children] = node;
    return create(tag, { ...properties(tag, attributes, children), key }, ...children.map(element));
  }

  function valueOf(row, column) {
    const attributes = row[2 + column][1];
    return "data-value" in attributes ? attributes["data-value"] : row[2 + column][2] || "";
  }

  function compare(a, b, direction) {
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
    return direction === "descending" ? -order : order;
  }

  function sorted(body, sort) {
    if (!sort) return body;
    const [tag, attributes, ...rows] = body;
    const fixed = rows.filter((row) => row[1]["data-fixed"]);
    const free = rows.filter((row) => !row[1]["data-fixed"]);
    free.sort((a, b) => compare(valueOf(a, sort.column), valueOf(b, sort.column), sort.direction));
    return [tag, attributes, ...fixed, ...free];
  }

  /* Falling, rising, and then the original order again (dashboards 5). */
  const NEXT = { none: "descending", descending: "ascending", ascending: null };

  function SortableTable(props) {
    const [sort, setSort] = window.React.useState(null);
    function choose(column) {
      const direction = NEXT[sort && sort.column === column ? sort.direction : "none"];
      setSort(direction && { column, direction });
    }
    function part(node, key) {
      if (node[0] === "thead") return create("thead", { key }, ...node.slice(2).map(head));
      return element(node[0] === "tbody" ? sorted(node, sort) : node, key);
    }
    function head(row, key) {
      return create("tr", { key }, ...row.slice(2).map(cell));
    }
    function cell(node, key) {
      const column = node[1]["data-column"];
      if (column === undefined) return element(node, key);
      const direction = sort && sort.column === column ? sort.direction : "none";
      const [tag, attributes, ...children] = node;
      const active = children.map((child, index) =>
        isSort(child) ? create("button", { ...properties("button", child[1], []), key: index,
          onClick: () => choose(column) }, ...child.slice(2).map(element)) : element(child, index));
      return create(tag, { ...properties(tag, attributes, []), "aria-sort": direction, key }, ...active);
    }
    const [, attributes, ...parts] = props.node;
    return create("table", properties("table", attributes, []), ...parts.map(part));
  }

  function isSort(node) {
    return node[0] === "button" && (node[1].class || "").split(" ").includes("sort");
  }

  function isSortable(node) {
    return typeof node !== "string" && node[0] === "table" && (node[1].class || "").split(" ").includes("sortable");
  }

  function withTables(node, key) {
    if (typeof node === "string") return node;
    if (isSortable(node)) return create(SortableTable, { node, key });
    const [tag, attributes, ...children] = node;
    if (tag !== "div" && tag !== "figure") return element(node, key);
    return create(tag, { ...properties(tag, attributes, children), key }, ...children.map(withTables));
  }

  /* A changed node is a new element: what was typed or sorted belongs to the page it was done on. */
  function Native(props) {
    return withTables(props.node, JSON.stringify(props.node));
  }

  window.intygsinsikt_components = { Native };
}());
