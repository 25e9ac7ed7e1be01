// The chart that a reader can touch, drawn in a browser: for whoever asks, on a page that has the picture and the table already.
{
	const names = ["ink", "grid", "goal", "paper", "rise", "fall"];

	// Shows a chart that can be touched behind its picture: what each value is, series switched off and on, a part of the time. Tells
	// how it is closed again.
	globalThis.touch = function (figure, picture, told) {
		const place = document.createElement("div");
		place.className = "live";
		place.role = "img";
		place.ariaLabel = picture.ariaLabel;
		picture.after(place);
		let chart;
		const draw = () => {
			chart?.dispose();
			chart = echarts.init(place, null, { height: told.chart.height + 60 });
			chart.setOption(touchable(structuredClone(told), figure));
		};
		const shade = new MutationObserver(draw), size = new ResizeObserver(() => chart.resize());
		const night = matchMedia("(prefers-color-scheme: dark)");
		draw();
		shade.observe(document.documentElement, { attributeFilter: ["data-theme"] });
		night.addEventListener("change", draw);
		size.observe(place);
		return {
			close() {
				shade.disconnect();
				night.removeEventListener("change", draw);
				size.disconnect();
				chart.dispose();
				place.remove();
			},
		};
	};

	// The option of the picture, in the colours of the page, with what only a screen can do.
	function touchable(told, figure) {
		const { head, rows } = told, option = completed(told.chart), style = { color: "#020001", fontFamily: getComputedStyle(figure).fontFamily, fontSize: 13 };
		const across = option.xAxis?.[0], upright = option.yAxis?.[0];
		const series = [...new Set(option.series.map(one => one.name))].filter(name => head.includes(name));
		for (const one of option.series) {
			one.silent = false;
			delete one.emphasis;
		}
		option.textStyle = style;
		option.tooltip = { show: true, trigger: across && told.chart.kind !== "heatmap" ? "axis" : "item", renderMode: "richText", confine: true,
			backgroundColor: "#020004", borderColor: "#020002", textStyle: style, formatter: pointed => said([pointed].flat(), told.chart.kind, head, rows) };
		option.legend = { show: series.length > 1, data: series, top: 0, textStyle: style, inactiveColor: "#020002", icon: "roundRect" };
		if (option.grid) Object.assign(option.grid, { top: series.length > 1 ? 40 : 16, bottom: 48 });
		if ("aim" in told.chart) option.series.push(mark(option.series[0], told.chart.aim));
		const axis = across?.type === "category" && upright.type === "value" ? { xAxisIndex: 0 } : null;
		if (axis && rows.length > 3) option.dataZoom = [{ type: "inside", ...axis, zoomOnMouseWheel: "ctrl" },
			{ type: "slider", ...axis, height: 20, bottom: 6, showDetail: false, brushSelect: false, borderColor: "#020002", fillerColor: "#02000266", handleStyle: { color: "#020004", borderColor: "#020001" } }];
		return paint(option, figure);
	}

	// The stroke across the ring of a gauge, as the picture has it: the pointer of another gauge that shows nothing else.
	function mark({ min, max, startAngle, endAngle, clockwise, center, radius }, value) {
		const nothing = { show: false };
		return { type: "gauge", silent: true, z: 3, min, max, startAngle, endAngle, clockwise, center, radius, axisLine: nothing, axisTick: nothing, splitLine: nothing, axisLabel: nothing, title: nothing,
			detail: nothing, data: [{ value: Math.min(Math.max(value, min), max) }], pointer: { icon: "rect", width: 5, length: 26, offsetCenter: [0, -91], itemStyle: { color: "#020001", borderColor: "#020004", borderWidth: 2 } } };
	}

	// What a value is, in the words of the table.
	function said(pointed, kind, head, rows) {
		const [{ dataIndex, data, name }] = pointed;
		if (kind === "heatmap") {
			const at = data.value ?? data, column = head.length - 1 - at[1];
			return `${rows[at[0]][0]}\n${head[column]}: ${rows[at[0]][column]}`;
		}
		if (kind === "sankey") return rows.filter(row => data.source ? row[0] === data.source && row[1] === data.target : row[0] === name || row[1] === name).map(row => `${row[0]} → ${row[1]}: ${row[2]}`).join("\n");
		if (kind === "radar") return [name, ...rows.map(row => `${row[0]}: ${row[head.indexOf(name)]}`)].join("\n");
		const row = rows[kind === "gauge" ? rows.length - 1 : dataIndex];
		const shown = [...new Set(pointed.map(one => head.indexOf(one.seriesName)))].filter(column => column > 0);
		return [row[0], ...(shown.length ? shown : head.map((_, column) => column).slice(1)).filter(column => row[column]).map(column => `${head[column]}: ${row[column]}`)].join("\n");
	}

	// Colours in an option are names: the page's styles say what they look like.
	function paint(value, figure) {
		if (typeof value === "string") return value.replace(/#0([123])00(0\d)/g, (_, group, number) => colour(figure, group === "1" ? +number : group === "3" ? "heat-" + +number : names[number - 1]));
		if (value && typeof value === "object") for (const key of Object.keys(value)) value[key] = paint(value[key], figure);
		return value;
	}

	function colour(figure, name) {
		const probe = document.createElementNS("http://www.w3.org/2000/svg", "path");
		probe.setAttribute("class", "fill-" + name);
		figure.append(probe);
		const [r, g, b] = getComputedStyle(probe).fill.match(/[\d.]+/g);
		probe.remove();
		return "#" + [r, g, b].map(part => Math.round(part).toString(16).padStart(2, "0")).join("");
	}
}
