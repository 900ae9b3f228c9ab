// The funnel: from discoveries to products, in the chosen combination and with all links.
function drawFunnel() {
  const parts = figure("funnel");
  if (nothing(parts, known(chosen.cell) ? "" : absence())) return;
  const width = parts.width(), row = 56, height = data.funnel.length * row;
  const most = Math.max(...data.funnel.flatMap((stage) => stage.cells.map((cell) => (cell ? cell[2] : 0))));
  const x = scale(0, most || 1, 0, width - 2), colour = chosen.cell ? NOW : INK;
  const [baseName, nowName] = names(), mine = chosen.cell ? nowName : baseName;
  const first = data.funnel[0].cells[chosen.cell][1];
  const hundred = (value, of) => (of ? `${number((100 * value) / of)}` : "–");
  const root = picture(parts.plot, width, height, "From discovery to product",
    data.funnel.map((stage) => `${stage.title}: ${number(stage.cells[chosen.cell][1])}`).join("; "));
  data.funnel.forEach((stage, i) => {
    const [low, middle, high] = stage.cells[chosen.cell], top = i * row, base = chosen.cell && stage.cells[0];
    svg(root, "text", { x: 0, y: top + 15, class: "strong" }, stage.title);
    svg(root, "text", { x: width, y: top + 15, "text-anchor": "end" }, `${number(middle)} (${hundred(middle, first)})`);
    svg(root, "rect", { x: 0, y: top + 23, width: Math.max(x(middle), 1), height: 18, fill: colour, "fill-opacity": 0.75 });
    svg(root, "path", { d: `M${x(low).toFixed(1)} ${top + 32}H${x(high).toFixed(1)}`, stroke: INK, "stroke-width": 1.5 });
    if (base) svg(root, "path", { d: `M${x(base[1]).toFixed(1)} ${top + 20}V${top + 44}`, stroke: LESS, "stroke-width": 2.5 });
  });
  key(parts.key, [[data.cells[chosen.cell].title, "block", colour], ...(chosen.cell ? [[data.cells[0].title, "line", LESS]] : [])]);
  table(parts.table, "From discovery to product: median, 5–95 %, for each hundred discoveries",
    ["stage", "what is counted", ...(chosen.cell ? [baseName] : []), mine, "5–95 %", "per 100"],
    data.funnel.map((stage) => {
      const [low, middle, high] = stage.cells[chosen.cell];
      const base = chosen.cell ? [stage.cells[0] ? number(stage.cells[0][1]) : "–"] : [];
      return [stage.title, stage.what, ...base, number(middle), span(low, high), hundred(middle, first)];
    }));
}
