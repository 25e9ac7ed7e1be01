// Draws one chart as the text of an SVG.
(function (text) {
	'use strict';
	var told = JSON.parse(text), option = completed(told);
	var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: told.width, height: told.height });
	chart.setOption(option);
	var picture = chart.renderToSVGString();
	chart.dispose(); // or ECharts keeps it
	return picture;
})
