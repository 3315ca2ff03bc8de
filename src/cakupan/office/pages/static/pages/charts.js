// Draws each [data-chart] from the JSON beside it, by Apache ECharts (vendor/echarts), in the office's colours.
"use strict";

(() => {
  const colours = ["#2a7f75", "#b87400", "#8fbab2", "#4b3b7c", "#a3271b"];
  const font = getComputedStyle(document.body).fontFamily;
  const number = new Intl.NumberFormat("id-ID");
  // "2,5 M" is miliar (a thousand million) in Indonesian and million in English: the short forms follow the page's language.
  const short = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "id-ID", { notation: "compact", maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat("id-ID", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  function words(value, unit) {
    if (value === null || value === undefined) return "–";
    if (unit === "rupiah") return `Rp ${number.format(value)}`;
    return unit === "percent" ? `${share.format(value * 100)} %` : number.format(value);
  }

  function axisWords(value, unit) {
    return unit === "percent" ? `${number.format(Math.round(value * 1000) / 10)} %` : short.format(value);
  }

  function series(data) {
    return data.series.map((one, at) => ({
      name: one.label, type: one.kind, data: one.values, stack: one.stack || undefined, color: colours[(one.shade ?? at) % colours.length],
      barMaxWidth: 46, symbolSize: 7, symbol: ["circle", "rect", "triangle", "diamond"][at % 4], lineStyle: { width: 2.5, type: at % 2 ? "dashed" : "solid" },
      itemStyle: { borderColor: "#fff", borderWidth: one.kind === "bar" ? 1 : 0 },
      markLine: at === 0 && data.threshold ? {
        silent: true, symbol: "none", animation: false, data: [{ yAxis: data.threshold.value }],
        lineStyle: { color: "#16262a", type: "dashed", width: 1.5 },
        label: { formatter: data.threshold.label, position: "insideStartTop", color: "#16262a", fontFamily: font, backgroundColor: "#fff", padding: [1, 4] },
      } : undefined,
    }));
  }

  function options(data, canvasWide) {
    const text = { color: "#47595d", fontFamily: font, fontSize: 13 };
    return {
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 8, right: 14, top: data.series.length > 1 ? 40 : 24, bottom: 4, containLabel: true },
      legend: { show: data.series.length > 1, left: 0, top: 0, textStyle: { ...text, color: "#16262a" }, itemWidth: 18 },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => words(value, data.unit), textStyle: { fontFamily: font, fontSize: 13 } },
      xAxis: { type: "category", data: data.categories, axisLabel: { ...text, fontSize: 12, interval: data.categories.length <= 8 && canvasWide ? 0 : "auto" }, axisTick: { show: false }, axisLine: { lineStyle: { color: "#7b9490" } } },
      yAxis: {
        type: "value", axisLabel: { ...text, formatter: (value) => axisWords(value, data.unit) }, splitLine: { lineStyle: { color: "#e4ecea" } },
        max: data.unit === "percent" ? 1 : undefined,
      },
      series: series(data),
    };
  }

  document.querySelectorAll("[data-chart]").forEach((canvas) => {
    const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
    canvas.classList.add("painted");
    const drawn = window.echarts.init(canvas, null, { renderer: "svg" });
    drawn.setOption(options(data, canvas.clientWidth > 420));
    window.addEventListener("resize", () => drawn.resize());
  });
})();
