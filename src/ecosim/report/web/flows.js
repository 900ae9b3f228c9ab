// Flows a year by channel: what vanishes with a link, and what takes its place.
function drawFlows() {
  const parts = figure("flows");
  if (nothing(parts, known(chosen.cell) ? "" : absence())) return;
  parts.plot.replaceChildren();
  const columns = parts.width() > 500 ? 2 : 1, width = Math.round((parts.width() - 26 * (columns - 1)) / columns);
  parts.plot.classList.add("many");
  parts.plot.classList.toggle("two", columns === 2);
  const [baseName, nowName] = names(), base = known(0) ? 0 : chosen.cell;
  const shown = chosen.cell && base === 0 ? [[0, baseName], [chosen.cell, nowName]] : [[chosen.cell, chosen.cell ? nowName : baseName]];
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  for (const flow of data.flows) {
    const most = Math.max(...flow.cells.filter(Boolean).map(sum)), x = scale(0, most || 1, 0, width - 118);
    const totals = shown.map(([cell]) => sum(flow.cells[cell]));
    const said = shown.map(([, name], i) => `${name} ${number(totals[i])}`).join(", ");
    const root = addPicture(parts.plot, width, 34 + shown.length * 22, flow.title, `${flow.unit}: ${said}`);
    svg(root, "text", { x: 0, y: 12, class: "strong" }, fitting(flow.title, width));
    svg(root, "text", { x: 0, y: 26, class: "quiet" }, fitting(flow.unit, width));
    shown.forEach(([cell], i) => {
      let from = 0;
      flow.cells[cell].forEach((value, c) => {
        svg(root, "rect", { x: x(from).toFixed(1), y: 32 + i * 22, width: Math.max(x(value), 0).toFixed(1), height: 17, fill: data.channels[flow.channels[c]].colour });
        from += value;
      });
      const change = i ? ` (${number(totals[1] - totals[0], true)})` : "";
      svg(root, "text", { x: x(from) + 5, y: 45 + i * 22 }, `${number(totals[i])}${change}`);
    });
  }
  const used = Object.keys(data.channels).filter((one) => data.flows.some((flow) => flow.channels.includes(one)));
  key(parts.key, used.map((one) => [data.channels[one].title, "block", data.channels[one].colour]),
    shown.length > 1 ? `Upper bar: ${baseName}; lower bar: ${nowName}, with the change.` : "");
  table(parts.table, "Flows a year by channel, means", ["flow", "channel", ...shown.map(([, name]) => name)],
    data.flows.flatMap((flow) => flow.channels.map((one, c) => [`${flow.title} (${flow.unit})`, data.channels[one].title,
      ...shown.map(([cell]) => number(flow.cells[cell][c]))])));
}
