// What is shown: which links are on, and so which cell; the indicator of the curves; the quarter of the network.
const data = JSON.parse(document.getElementById("data").textContent);
const byLinks = data.links.length > 0;
const off = new Set();
const chosen = { cell: 0, indicator: 0, quarter: data.quarters - 1 };

/** Return the number of the cell that lacks exactly the links switched off; -1 where it was not run. */
function findCell() {
  return data.cells.findIndex((cell) => cell.without.length === off.size && cell.without.every((link) => off.has(link)));
}

/** Return whether a cell was run, in which at least one run did not fail. */
function known(cell) {
  return cell >= 0 && data.cells[cell].runs > 0;
}

/** Return why there is nothing to show of the chosen combination. */
function absence() {
  if (chosen.cell >= 0) return `Every run of “${data.cells[chosen.cell].title}” failed.`;
  return "This combination of links was not run, so nothing is shown. ecosim compare --factorial runs every combination.";
}

/** Return what the chosen cell and the baseline are called where room is short. */
function names() {
  const base = byLinks ? "all links" : shortened(data.cells[0].title);
  return [base, byLinks ? "as switched" : shortened(data.cells[chosen.cell].title)];
}

function shortened(text) {
  return text.length > 16 ? `${text.slice(0, 15)}…` : text;
}

/** Return the name of a quarter, counted from the first reported one. */
function quarterName(index) {
  const [year, quarter] = data.start.split("Q").map(Number), total = year * 4 + quarter - 1 + index;
  return `${Math.floor(total / 4)}Q${(total % 4) + 1}`;
}

/** Return the decimal year at the end of a quarter, counted from the first reported one. */
function yearAtEnd(index) {
  const [year, quarter] = data.start.split("Q").map(Number);
  return year + (quarter + index) / 4;
}

/** Return the parts of a figure. */
function figure(id) {
  const root = document.getElementById(id);
  return root && {
    root, plot: root.querySelector("[data-plot]"), table: root.querySelector("[data-table]"), key: root.querySelector("[data-key]"),
    width: () => Math.max(260, Math.round(root.clientWidth)),
  };
}

/** Say in place of a figure that there is nothing to show; return whether that was so. */
function nothing(parts, why) {
  if (!why) return false;
  parts.plot.replaceChildren();
  parts.table.replaceChildren();
  parts.key.replaceChildren();
  html(parts.plot, "p", { class: "missing" }, why);
  return true;
}
