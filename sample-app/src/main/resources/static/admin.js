"use strict";

(() => {
  const charts = document.querySelector(".charts");
  const problem = document.getElementById("charts-problem");
  const INTERVAL = 2000;
  const COLORS = ["--warn", "--accent"];
  const drawn = new Map();
  let figures = null;

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const time = seconds => new Date(seconds * 1000).toLocaleTimeString();

  /** From a little below zero, so that a line at zero is seen whole. */
  const range = (chart, min, max) => {
    const top = Math.max(2, Math.ceil((max ?? 0) * 1.2));
    return [-0.05 * top, top];
  };

  const options = (plot, names) => {
    const axis = { stroke: color("--quiet"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 } };
    return {
      width: plot.clientWidth,
      height: 220,
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range } },
      axes: [{ ...axis, space: 90, values: (chart, seconds) => seconds.map(time) }, { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000, 100000] }],
      series: [
        {},
        ...names.map((name, index) => ({
          label: name,
          stroke: color(COLORS[index]),
          width: 2,
          dash: index === 0 ? [] : [6, 4],
          points: { show: false },
          paths: uPlot.paths.stepped({ align: 1 }),
        })),
      ],
    };
  };

  const draw = plot => {
    const names = plot.dataset.series.split(" ");
    const data = [figures.at, ...names.map(name => figures[name])];
    const chart = drawn.get(plot);
    if (chart) {
      chart.setData(data);
    } else {
      drawn.set(plot, new uPlot(options(plot, names), data, plot));
    }
  };

  const drawAll = () => {
    if (figures) {
      charts.querySelectorAll(".plot").forEach(draw);
    }
  };

  const drawAnew = () => {
    drawn.forEach(chart => chart.destroy());
    drawn.clear();
    drawAll();
  };

  const refresh = async () => {
    try {
      const response = await fetch(charts.dataset.figures);
      if (!response.ok) {
        throw new Error(`it answered ${response.status}`);
      }
      figures = await response.json();
      charts.querySelectorAll("[data-of]").forEach(each => {
        each.textContent = figures[each.dataset.of].at(-1) ?? "–";
      });
      drawAll();
      problem.textContent = "";
    } catch (error) {
      problem.textContent = `The process does not tell its figures (${error.message}). What was drawn is old.`;
    }
    setTimeout(refresh, INTERVAL);
  };

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAnew);
  new ResizeObserver(() => drawn.forEach((chart, plot) => {
    if (chart.width !== plot.clientWidth) {
      chart.setSize({ width: plot.clientWidth, height: chart.height });
    }
  })).observe(charts);
  refresh();
})();
