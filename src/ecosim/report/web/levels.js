// The funnel by readiness level: how many technologies come how far, in the chosen combination and with all links.
function drawLevels() {
  const parts = figure("levels"), found = known(chosen.cell) ? data.levels.cells[chosen.cell] : null;
  const why = !known(chosen.cell) ? absence() : found ? "" : `No funnel of this combination in this file: ${data.levels.note}.`;
  document.getElementById("levels-foot").textContent = found ? data.levels.foot : "";
  if (nothing(parts, why)) return;
  const width = parts.width(), row = 46, middle = width / 2, base = chosen.cell ? data.levels.cells[0] : null;
  const most = Math.max(...data.levels.cells.filter(Boolean).map((cell) => cell.steps[0][2])) || 1;
  const half = scale(0, most, 0, middle - 2), colour = chosen.cell ? NOW : INK, [baseName, nowName] = names();
  const share = (cell, i) => percent(cell.steps[0][1] ? cell.steps[i][1] / cell.steps[0][1] : null);
  const root = picture(parts.plot, width, data.levels.steps.length * row, "How far technologies come",
    `Of ${number(found.discovered)} discovered: ${data.levels.steps.map((step, i) => `${step} ${number(found.steps[i][1])}`).join("; ")}.`);
  data.levels.steps.forEach((step, i) => {
    const [low, mean, high] = found.steps[i], top = i * row, reach = half(mean);
    svg(root, "text", { x: 0, y: top + 14, class: "strong" }, capital(step));
    svg(root, "text", { x: width, y: top + 14, "text-anchor": "end" }, i ? `${number(mean)} (${share(found, i)})` : number(mean));
    svg(root, "rect", { x: (middle - reach).toFixed(1), y: top + 20, width: Math.max(2 * reach, 1).toFixed(1), height: 20, fill: colour, "fill-opacity": 0.75 });
    svg(root, "path", { d: `M${(middle + half(low)).toFixed(1)} ${top + 30}H${(middle + half(high)).toFixed(1)}`, stroke: INK, "stroke-width": 1.5 });
    if (base) for (const side of [-1, 1]) svg(root, "path", { d: `M${(middle + side * half(base.steps[i][1])).toFixed(1)} ${top + 18}v24`, stroke: LESS, "stroke-width": 2.5 });
  });
  key(parts.key, [[data.cells[chosen.cell].title, "block", colour], ...(base ? [[data.cells[0].title, "line", LESS]] : [])],
    `Of ${number(found.discovered)} technologies discovered.`);
  const change = base && found.change, less = byLinks ? `${difference()}, mean of the pairs` : `difference from ${baseName}`;
  table(parts.table, "How far technologies come: mean, 5–95 %, and share of those taken up",
    ["step", ...(base ? [baseName] : []), chosen.cell ? nowName : baseName, "5–95 %", "of those taken up", ...(change ? [less, "95 % interval"] : [])],
    data.levels.steps.map((step, i) => [capital(step), ...(base ? [number(base.steps[i][1])] : []), number(found.steps[i][1]),
      span(found.steps[i][0], found.steps[i][2]), share(found, i),
      ...(change ? [number(change[i][0], true), span(change[i][1], change[i][2], true)] : [])]));
}
