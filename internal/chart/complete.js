// Completes what is told of a chart into the option of ECharts: what go-echarts has no word for, and what is the same in all charts.
// Nothing in the data is ever run. Both the engine that draws while a portal is built and browsers of readers begin with it.
globalThis.completed = function (told) {
	'use strict';
	var option = told.option, right = told.right, rows = told.kind === 'timeline';
	var ink = '#020001', grid = '#020002', paper = '#020004';
	var label = { color: ink, fontSize: 12 };
	option.animation = false;
	option.backgroundColor = 'transparent';
	delete option.toolbox;
	option.title = { show: false };

	function scale(axis) { // the round numbers that the chart brings, as its language writes them
		var steps = told.ticks.length - 1;
		axis.type = 'value';
		if (steps < 1) { axis.axisLabel = { show: false }; return; }
		axis.min = told.low;
		axis.max = told.high;
		axis.interval = (told.high - told.low) / steps;
		axis.axisLabel = { color: ink, fontSize: 12, formatter: function (value) { return told.ticks[Math.round((value - told.low) / axis.interval)] || ''; } };
		axis.splitLine = { show: true, lineStyle: { color: grid } };
		axis.axisLine = { show: false };
		axis.axisTick = { show: false };
	}

	function names(axis) {
		axis.type = 'category';
		axis.axisLabel = { color: ink, fontSize: 12, hideOverlap: true, interval: 0 };
		axis.axisLine = { lineStyle: { color: grid }, onZero: false };
		axis.axisTick = { show: false };
	}

	function beside(axis) { // names of rows: their lines end where the chart says
		names(axis);
		axis.axisLabel.lineHeight = 13;
	}

	if (option.xAxis) {
		var x = option.xAxis[0], y = option.yAxis[0];
		if (rows) {
			y.data = x.data;
			delete x.data;
			y.inverse = true;
			scale(x);
			beside(y);
		} else {
			names(x);
			if (told.kind === 'heatmap') beside(y); else scale(y);
		}
		x.inverse = right;
		y.position = right ? 'right' : 'left';
		option.grid = { left: right ? 12 : 4, right: right ? 4 : 12, top: 10, bottom: 4, containLabel: true };
	}
	if (option.radar && !option.radar.indicator) option.series = []; // no category has a value in every series
	if (option.radar) {
		option.radar.center = ['50%', '52%'];
		option.radar.radius = '66%';
		option.radar.clockwise = right;
		option.radar.axisName = label;
	}
	(option.series || []).forEach(function (series) {
		series.silent = true;
		series.animation = false;
		series.clip = false;
		series.emphasis = { disabled: true };
		switch (told.kind) {
		case 'gauge':
			series.min = told.low === null ? 0 : told.low;
			series.max = told.high === null ? 1 : told.high;
			series.splitNumber = Math.max(told.ticks.length - 1, 1);
			series.startAngle = right ? 0 : 180;
			series.endAngle = right ? 180 : 0;
			series.clockwise = !right;
			series.center = ['50%', 140];
			series.radius = 112;
			series.axisLine = { lineStyle: { width: 16, color: [[1, grid]] } };
			series.progress = { show: true, width: 16, itemStyle: { color: '#010001' } };
			series.pointer = { show: false };
			series.axisTick = { show: false };
			series.splitLine = { show: false };
			series.axisLabel = { color: ink, fontSize: 12, distance: -40, formatter: function (value) { return told.ticks[Math.round((value - series.min) / (series.max - series.min) * series.splitNumber)] || ''; } };
			series.detail = { show: false };
			series.title = { color: ink, fontSize: 28, fontWeight: 'bold', offsetCenter: [0, -20] };
			break;
		case 'timeline':
		case 'waterfall':
			series.stackStrategy = 'all'; // a step may begin below nothing and end above it
			break;
		case 'funnel':
			series.sort = 'none';
			series.gap = 2;
			series.left = right ? '5%' : '35%';
			series.right = right ? '35%' : '5%';
			series.width = '60%';
			series.top = 8;
			series.bottom = 8;
			series.funnelAlign = 'center';
			series.label = { show: true, position: right ? 'right' : 'left', color: ink, fontSize: 12 };
			series.labelLine = { show: true, length: 12, lineStyle: { color: grid } };
			break;
		case 'sankey':
			series.top = 10;
			series.bottom = 10;
			series.left = right ? 110 : 10;
			series.right = right ? 10 : 110;
			series.nodeGap = 14;
			series.nodeWidth = 14;
			series.label = { show: true, position: right ? 'left' : 'right', color: ink, fontSize: 12, width: 104, overflow: 'break' };
			series.lineStyle.opacity = 1;
			break;
		}
	});
	return option;
};
