// The waterfall of Shapley shares: from none of the links to all of them. It does not change with the switches.
function drawShares() {
  const parts = figure("shares");
  if (!parts) return;
  parts.plot.replaceChildren();
  const columns = parts.width() > 700 ? 2 : 1, width = Math.round((parts.width() - 26 * (columns - 1)) / columns), row = 42;
  parts.plot.classList.add("many");
  parts.plot.classList.toggle("two", columns === 2);
  for (const one of data.shares) {
    const steps = waterfall(one), values = steps.flatMap((step) => step.ends);
    const known = values.filter((value) => value !== null);
    if (!known.length) { html(parts.plot, "p", { class: "missing" }, `${one.title}: no replication has all the cells.`); continue; }
    const low = Math.min(...known), high = Math.max(...known), pad = (high - low) * 0.04 || 1;
    const x = scale(low - pad, high + pad, 0, width), height = 30 + steps.length * row + 20;
    const root = addPicture(parts.plot, width, height, `What each link brings: ${one.title}`, steps.map((step) => `${step.title}: ${step.text}`).join("; "));
    svg(root, "text", { x: 0, y: 13, class: "strong" }, fitting(`${one.title}${one.unit ? ` (${one.unit})` : ""}`, width));
    steps.forEach((step, i) => drawStep(root, step, 24 + i * row, x, width));
    for (const value of ticks(low - pad, high + pad, 4)) {
      svg(root, "path", { d: `M${x(value).toFixed(1)} ${height - 20}v4`, stroke: QUIET });
      svg(root, "text", { x: Math.min(Math.max(x(value), 14), width - 14), y: height - 4, "text-anchor": "middle", class: "quiet" }, tick(value));
    }
  }
  key(parts.key, [["Adds", "block", NOW], ["Takes away", "block", LESS], ["The interval holds zero", "block", "#c4c4c4"]]);
  table(parts.table, "Share of each link, 95 % interval, and part of the whole", ["of", "link", "share", "95 % interval", "of the whole"],
    data.shares.flatMap((one) => one.links.map((link) => [one.title, link.title, number(link.value, true), span(link.low, link.high, true), percent(link.part)])));
}

function percent(part) {
  return part === null ? "–" : `${String(Math.round(100 * part)).replace("-", "−")} %`;
}

function waterfall(one) {
  let level = one.none;
  const steps = [{ title: "None of them", text: number(level), ends: [level], level }];
  for (const link of one.links) {
    const whole = link.part === null ? "" : `, ${percent(link.part)}`;
    const ends = [level, level + link.value, ...(link.low === null ? [] : [level + link.low, level + link.high])];
    const colour = link.low > 0 ? NOW : link.high < 0 ? LESS : "#c4c4c4";
    steps.push({ title: link.title, text: `${number(link.value, true)} ${span(link.low, link.high, true)}${whole}`, ends, colour });
    level += link.value;
  }
  return [...steps, { title: "All of them", text: number(level), ends: [level], level }];
}

function drawStep(root, step, top, x, width) {
  svg(root, "text", { x: 0, y: top + 12 }, fitting(step.title, width - 6.4 * step.text.length, 6.8));
  svg(root, "text", { x: width, y: top + 12, "text-anchor": "end" }, step.text);
  if (step.level !== undefined) { mark(root, "diamond", x(step.level), top + 26, 4.5, INK); return; }
  const [from, to, low, high] = step.ends.map(x);
  svg(root, "rect", { x: Math.min(from, to), y: top + 18, width: Math.max(Math.abs(to - from), 1), height: 16, fill: step.colour });
  if (low !== undefined) svg(root, "path", { d: `M${low.toFixed(1)} ${top + 26}H${high.toFixed(1)}`, stroke: INK, "stroke-width": 1.5 });
}
